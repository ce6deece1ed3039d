"""Muster: mutual aid and partnership for government technology."""

__version__ = "0.1.0"
