"""A package, so that what its tests share is taken back when they are done."""
