"""The roster and the legal ground, kept as arrays beside the database and in step with it."""
