"""Use cases of the roster."""
