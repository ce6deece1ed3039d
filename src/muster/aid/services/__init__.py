"""The use cases of the main road: the only code that writes its tables."""
