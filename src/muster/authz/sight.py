"""How much of the confidential tables the database itself shows, behind every query.

PostgreSQL's row-level security reads four settings of the connection: whether the wall is open,
and otherwise in whose name it is asked. A connection begins with none of them, which shows
nothing. A web request sees what its actor may see; a use case, a job and a command work on whole
tables and so open the wall, as does a read of a page that says so with `everything()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from muster.authz.actors import Actor, Duty, Standing

SETTINGS = ("muster.wall", "muster.hub", "muster.person", "muster.organizations")
"""What the policies of the tables read, through the functions of this package's migration."""

LOOKING = (
    "set_config('muster.wall', '', false), set_config('muster.hub', {hub}, false), "
    "set_config('muster.person', %(person)s::text, false), "
    "set_config('muster.organizations', {organizations}, false)"
)
"""For a query that finds out who looks and tells so at once; `told` notes that it did."""

_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, %s)" for name in SETTINGS)


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose rows the database shows. `organizations` are those the person speaks for."""

    everything: bool = False
    hub: bool = False
    person: UUID | None = None
    organizations: frozenset[UUID] = frozenset()

    def settings(self) -> tuple[str, str, str, str]:
        listed = ",".join(sorted(map(str, self.organizations)))
        return (
            "open" if self.everything else "",
            "yes" if self.hub else "",
            str(self.person or ""),
            f"{{{listed}}}" if listed else "",
        )


_AT_THE_HUB = frozenset({Duty.COORDINATE, Duty.AUDIT})
_SPEAKS_FOR = frozenset({Duty.REPRESENT, Duty.CONTACT})

NOBODY = Sight()
EVERYTHING = Sight(everything=True)

_first = NOBODY
"""What a new connection of this process begins with."""


def sight_of(actor: Actor) -> Sight:
    """What the actor's offices and person show."""
    return _sight(hub=actor.is_the_hub, person=actor.person_id, standings=actor.standings)


def _sight(*, hub: bool, person: UUID | None, standings: tuple[Standing, ...]) -> Sight:
    return Sight(
        hub=hub or any(one.duties & _AT_THE_HUB for one in standings),
        person=person,
        organizations=frozenset(
            one.organization_id for one in standings if one.duties & _SPEAKS_FOR
        ),
    )


def told(*, person: UUID, standings: tuple[Standing, ...]) -> None:
    """A query with `LOOKING` in it has set what these standings show."""
    connection.muster_sight = _sight(  # type: ignore[attr-defined]
        hub=False, person=person, standings=standings
    )


def open_this_process() -> None:
    """For commands and the worker, which act for the hub: each connection begins with the wall
    open. A web process never calls this."""
    global _first
    _first = EVERYTHING
    if connection.connection is not None:
        see(EVERYTHING)


def begin(wrapper: BaseDatabaseWrapper) -> None:
    """A connection was made: nothing is set on it."""
    wrapper.muster_sight = NOBODY  # type: ignore[attr-defined]
    if wrapper.alias == connection.alias:
        see(_first)


def seen() -> Sight:
    """What this thread's connection shows now; one not made yet will begin with `_first`."""
    if connection.connection is None:
        return _first
    sight: Sight = getattr(connection, "muster_sight", NOBODY)
    return sight


def see(sight: Sight) -> None:
    """From now on this thread's connection shows this. One query, none where it does already."""
    if seen() != sight:
        _tell(sight, for_transaction=False)
        connection.muster_sight = sight  # type: ignore[attr-defined]


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """Show this for a while, then what was shown before.

    Where a transaction has failed meanwhile nothing can be told; its rollback brings back what
    was shown before it.
    """
    before = seen()
    see(sight)
    try:
        yield
    finally:
        if _broken():
            connection.muster_sight = before  # type: ignore[attr-defined]
        else:
            see(before)


@contextmanager
def everything(*, unless_of: Iterable[UUID] | None = None) -> Iterator[None]:
    """Look past the wall for a read whose answer is then narrowed in Python, or is for a secret
    that was shown. Say at the call why.

    Not where all is `unless_of` organizations the one who looks speaks for, or is shown to the
    hub: there nothing is hidden, and two queries are saved.
    """
    now = seen()
    if unless_of is not None and (now.hub or now.organizations.issuperset(unless_of)):
        yield
        return
    with seeing(EVERYTHING):
        yield


def _tell(sight: Sight, *, for_transaction: bool) -> None:
    values = [part for value in sight.settings() for part in (value, for_transaction)]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def _broken() -> bool:
    return (
        connection.connection is not None
        and connection.connection.info.transaction_status == TransactionStatus.INERROR
    )
