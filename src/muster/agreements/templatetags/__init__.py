"""Template tags of the agreements context."""
