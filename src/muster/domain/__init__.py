"""What Muster knows about mutual aid, in pure Python: no database, no clock, no settings."""
