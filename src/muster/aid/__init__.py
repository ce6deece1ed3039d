"""The main road: incidents, requests, match runs, offers, commitments and missions."""
