"""Papers that agreements are signed on."""
