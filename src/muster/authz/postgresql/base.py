"""What a connection shows is a setting of its transaction: a rollback brings the old one back.

`muster.authz.sight` keeps in `muster_sight` what was last told, to tell it once. Here that note
goes back with the database, to what it was when the transaction or the savepoint began.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from muster.authz.sight import NOBODY, Sight


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows what it shows, whatever became of its transactions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.muster_sight: Sight = NOBODY
        self._sight_at_begin: Sight = NOBODY
        self._sight_at_savepoint: dict[str, Sight] = {}

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self._begins()

    def commit(self) -> None:
        super().commit()
        self._begins()

    def rollback(self) -> None:
        super().rollback()
        self.muster_sight = self._sight_at_begin

    def savepoint(self) -> str | None:
        sid = super().savepoint()
        if sid is not None:
            self._sight_at_savepoint[sid] = self.muster_sight
        return sid

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self.muster_sight = self._sight_at_savepoint[sid]

    def _begins(self) -> None:
        self._sight_at_begin = self.muster_sight
        self._sight_at_savepoint.clear()
