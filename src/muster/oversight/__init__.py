"""The auditor's pages: they read what every other context leaves behind.

The one thing they write is that somebody took a copy of the record.
"""
