"""Pages of the legal ground."""
