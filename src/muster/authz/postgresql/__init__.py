"""Django's PostgreSQL backend, remembering what a rollback does to the wall."""
