"""Real pages in a real browser against the hub a newcomer starts."""
