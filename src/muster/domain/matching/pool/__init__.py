"""A pool of any size as arrays, and the best-first lists a flow reads from it."""
