"""Texts of agreements for tests: rows of the clause library, versions, and whom they bind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    Party,
    VersionStatus,
)
from muster.directory.models import Organization
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.costs import CostBasis
from muster.domain.positions import AidKind

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
UNPAID = {DutyStatus.VOLUNTEER, DutyStatus.STUDENT}
GUARD = {DutyStatus.STATE_ACTIVE_DUTY, DutyStatus.TITLE_32}
Rows = list[dict[str, Any]]


def rows_for(
    statuses: Iterable[DutyStatus],
    aid: Iterable[AidKind] = tuple(AidKind),
    cost: CostBasis = CostBasis.NONE,
    acts: Iterable[ActKind] = (),
    *,
    open_to_all: bool = False,
    **changes: dict[str, Any],
) -> Rows:
    """A text without contradictions; `changes` are values by the kind of the clause."""
    people, asked = set(statuses), list(acts)
    client = ActKind.CLIENT_CONTRACT in asked
    compensation = "state" if people & GUARD else "program" if people <= UNPAID else "home"
    values: dict[str, dict[str, Any]] = {
        "membership": {
            "joining": "client" if client else "accession" if open_to_all else "named",
            "eligible": ["city", "county", "school_district", "tribe"],
            "sides": "program" if client else "both",
        },
        "scope": {"statuses": sorted(people), "aid": sorted(aid)},
        "activation": {"acts": asked},
        "refusal": {},
        "free_period": {"hours": 12 if cost != CostBasis.NONE else 0},
        "charges": {"basis": cost.value},
        "control": {},
        "liability": {"compensation": compensation},
        "renewal": {},
        "withdrawal": {},
    }
    for kind, more in changes.items():
        values[kind] = values.get(kind, {}) | more
    return [{"kind": kind, "values": found} for kind, found in values.items()]


def version(
    agreement: Agreement, rows: Rows, *, since: datetime = LONG_AGO, number: int | None = None
) -> AgreementVersion:
    """A version put before the parties at `since`."""
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number or agreement.versions.count() + 1,
        status=VersionStatus.PROPOSED,
        clauses=rows,
        drafted_at=since,
        proposed_at=since,
        term=DateTimeTZRange(since, None),
    )


def party(
    agreement: Agreement, organization: Organization, *versions: AgreementVersion, **changes: Any
) -> Party:
    """A party since long ago that accepted these versions, or else every one there is."""
    values: dict[str, Any] = {"during": DateTimeTZRange(LONG_AGO, None), **changes}
    made = Party.objects.create(agreement=agreement, organization=organization, **values)
    since = values["during"].lower
    Acceptance.objects.bulk_create(
        Acceptance(party=made, version=one, effective=since, accepted_at=since)
        for one in versions or agreement.versions.filter(status=VersionStatus.PROPOSED)
    )
    return made


def amended(agreement: Agreement, **changes: dict[str, Any]) -> AgreementVersion:
    """A version with other values by the kind of the clause, accepted by every party."""
    before = agreement.versions.filter(status=VersionStatus.PROPOSED).latest("number")
    rows = {row["kind"]: row for row in before.clauses}
    for kind, more in changes.items():
        row = rows.setdefault(kind, {"kind": kind, "values": {}})
        texts = {name: more.pop(name) for name in ("citation", "wording") if name in more}
        rows[kind] = {**row, **texts, "values": {**row["values"], **more}}
    found = version(agreement, list(rows.values()))
    Acceptance.objects.bulk_create(
        Acceptance(party=one, version=found, effective=LONG_AGO, accepted_at=LONG_AGO)
        for one in agreement.parties.all()
    )
    return found
