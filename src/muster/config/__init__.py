"""How one hub is put together: settings, addresses, entry points."""
