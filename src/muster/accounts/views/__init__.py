"""Pages for signing in, for one's own ways in, and for showing again who one is."""
