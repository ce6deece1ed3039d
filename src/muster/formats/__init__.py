"""Codecs: bytes of a published format to plain values and back; no database, no clock."""
