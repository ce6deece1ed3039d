"""Joining the hub: asking, proving, agreeing, ending."""
