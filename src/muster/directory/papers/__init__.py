"""Papers of the directory."""
