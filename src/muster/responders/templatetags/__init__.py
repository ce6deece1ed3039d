"""Template filters of the roster."""
