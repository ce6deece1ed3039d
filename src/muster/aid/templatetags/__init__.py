"""Template tags of the main road."""
