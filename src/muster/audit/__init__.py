"""Proof afterwards: an append-only, hash-chained record of everything that was done."""
