"""The hub for other software: the main road over HTTP and JSON, under /api/v1."""
