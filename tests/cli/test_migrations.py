"""The stamp skips work that is done and never speaks for files it has not seen."""

from __future__ import annotations

import pytest
from django.db import connection

from muster.cli import migrations

pytestmark = pytest.mark.django_db


def _stamp(words: str | None) -> None:
    with connection.cursor() as cursor:
        value = "NULL" if words is None else f"'{words}'"
        cursor.execute(f"COMMENT ON TABLE {migrations.TABLE} IS {value}")


def test_a_database_without_a_stamp_is_migrated_and_then_skipped() -> None:
    _stamp(None)
    assert not migrations.up_to_date()
    assert migrations.migrate_if_needed()
    assert migrations.up_to_date()
    assert not migrations.migrate_if_needed()


def test_a_stamp_of_other_files_counts_for_nothing() -> None:
    _stamp("0" * 64)
    assert not migrations.up_to_date()


def test_a_changed_migration_file_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    migrations.migrate_if_needed()
    monkeypatch.setattr(migrations, "fingerprint", lambda: "f" * 64)
    assert not migrations.up_to_date()


def test_a_database_without_any_table_is_not_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "TABLE", "no_such_table")
    assert not migrations.up_to_date()
