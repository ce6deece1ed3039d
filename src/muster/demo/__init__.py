"""Demonstrations: real events as scenarios, with everything invented labelled as synthetic."""
