"""Seals on the hub's papers: keys, sealing (PAdES B-B), and checking what somebody hands in."""
