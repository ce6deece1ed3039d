"""Readers for the files that official publishers hand out: one module for each publisher's file."""
