"""Row-level security of one table, as a migration writes it."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

_UP = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_seen ON {table} FOR SELECT
    USING ((SELECT muster_wall_is_open()) OR {seen});
CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ((SELECT muster_wall_is_open()));
CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ((SELECT muster_wall_is_open()));
CREATE POLICY {table}_removed ON {table} FOR DELETE USING ((SELECT muster_wall_is_open()));
"""
_DOWN = """
DROP POLICY {table}_seen ON {table};
DROP POLICY {table}_added ON {table};
DROP POLICY {table}_changed ON {table};
DROP POLICY {table}_removed ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def wall(table: str, *, seen: str) -> RunSQL:
    """Rows of the table show where `seen`, a condition in SQL, holds for whoever looks.

    Written to only with the wall open, which is what use cases do. The owner of the table is
    bound as well; a superuser is not, so the hub must never run as one.
    """
    return RunSQL(_UP.format(table=table, seen=f"({seen})"), _DOWN.format(table=table))
