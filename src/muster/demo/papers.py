"""The demo hub's agreements with clauses and parties. Demonstration text in our own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    DraftComment,
    Party,
    VersionStatus,
)
from muster.agreements.models import InstrumentKind as StoredKind
from muster.demo.members import Members, depot_key
from muster.demo.territories import DEPOT_TOWNS
from muster.demo.texas_2019.agreements import INSTRUMENTS, NORTH_CENTRAL
from muster.demo.texas_2019.instruments import InstrumentKind, InstrumentRow
from muster.demo.texas_2019.partners import KIT_STOCK
from muster.domain.acts import ActKind
from muster.domain.drafting.kinds import Kind

KINDS = {
    InstrumentKind.STATEWIDE: StoredKind.STATEWIDE,
    InstrumentKind.REGIONAL: StoredKind.REGIONAL,
    InstrumentKind.GUARD: StoredKind.NATIONAL_GUARD,
    InstrumentKind.CORPS: StoredKind.VOLUNTEER_CORPS,
}

_MUTUAL = {
    Kind.CONTROL: "The town directs the work; the lender keeps command of its own people.",
    Kind.REFUSAL: "A party may say no, and may call its people home, without giving a reason "
    "it would have to prove.",
    Kind.CONFIRMATION: "Nobody leaves before both sides have signed and an order is issued.",
    Kind.RENEWAL: "It runs on from year to year; a party leaves with sixty days' notice.",
    Kind.LIABILITY: "Each party answers for its own people, who stay insured by their "
    "employer while they are away.",
}
WORDINGS: dict[InstrumentKind, dict[Kind, str]] = {
    InstrumentKind.STATEWIDE: _MUTUAL,
    InstrumentKind.REGIONAL: _MUTUAL,
    InstrumentKind.GUARD: {
        Kind.CONTROL: "The town sets the aims; orders to Guard members come from the Guard.",
        Kind.REFUSAL: "The state may send a team elsewhere when lives depend on it.",
        Kind.CONFIRMATION: "The town signs for each team before it drives.",
        Kind.RENEWAL: "It ends with the disaster declaration it rests on.",
        Kind.LIABILITY: "The state answers for Guard members on state active duty.",
    },
    InstrumentKind.CORPS: {
        Kind.CONTROL: "The client directs the work; the program may end it for safety.",
        Kind.REFUSAL: "A volunteer may decline or leave at any time.",
        Kind.CONFIRMATION: "The program names its volunteers; the client accepts each one.",
        Kind.RENEWAL: "A client contract holds for one year.",
        Kind.LIABILITY: "The program's own insurance speaks of vetted volunteers.",
    },
}
"""Demonstration wording beside the values that compute."""

_COMPENSATION = {InstrumentKind.GUARD: "state", InstrumentKind.CORPS: "program"}


def load_papers(members: Members, *, since: datetime) -> None:
    """Write every instrument, in force and joined since that moment."""
    for row in INSTRUMENTS:
        agreement = Agreement.objects.create(
            slug=row.key,
            name=row.name,
            kind=KINDS[row.kind],
            citation=row.citation,
            summary="Demonstration text, modeled for practice. It binds nobody.",
            demonstration=True,
            in_force=DateTimeTZRange(since, None),
            state="TX",
        )
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=1,
            status=VersionStatus.PROPOSED,
            clauses=_clauses(row),
            note="The first text.",
            drafted_at=since,
            proposed_at=since,
            term=DateTimeTZRange(since, None),
        )
        _join(agreement, version, row, members, since)
        if row is NORTH_CENTRAL:
            _draft_of_the_next(version, since)


def _draft_of_the_next(version: AgreementVersion, since: datetime) -> None:
    """Something to read side by side, to remark on and to propose."""
    rows = {row["kind"]: row for row in version.clauses}
    free, charges = rows[Kind.FREE_PERIOD], rows[Kind.CHARGES]
    rows[Kind.FREE_PERIOD] = {**free, "values": {**free["values"], "hours": 8}}
    rows[Kind.CHARGES] = {
        **charges,
        "citation": "Art. 6 (demonstration text): The first 8 hours are free, then as before.",
    }
    rows[Kind.DURATION] = {
        "kind": Kind.DURATION.value,
        "values": {"most_days": 10},
        "citation": "Art. 7 (demonstration text): Nobody stays longer than ten days.",
        "wording": "",
    }
    draft = AgreementVersion.objects.create(
        agreement=version.agreement,
        number=version.number + 1,
        status=VersionStatus.DRAFT,
        clauses=list(rows.values()),
        note="Eight free hours instead of twelve, and ten days at most. (Demonstration.)",
        drafted_at=since,
    )
    DraftComment.objects.create(
        version=draft,
        clause=Kind.FREE_PERIOD.value,
        text="Small towns rely on twelve free hours. (Demonstration remark.)",
        written_at=since,
        author_name="A synthetic reader",
    )


def _join(
    agreement: Agreement,
    version: AgreementVersion,
    row: InstrumentRow,
    members: Members,
    since: datetime,
) -> None:
    parties = Party.objects.bulk_create(
        Party(
            agreement=agreement,
            organization=members.organizations[key],
            during=DateTimeTZRange(since, None),
            may_request=key in row.requesting_keys,
            may_assist=key in row.assisting_keys or key not in row.requesting_keys,
            reference="joined for the demonstration",
        )
        for key in _party_keys(row)
    )
    Acceptance.objects.bulk_create(
        Acceptance(party=party, version=version, effective=since, accepted_at=since)
        for party in parties
    )


def _party_keys(row: InstrumentRow) -> list[str]:
    """The shared stock joined once; here each of its depots is an organization."""
    keys = sorted(row.party_keys - {KIT_STOCK.key})
    if KIT_STOCK.key in row.party_keys:
        keys += [depot_key(town) for town, _, _ in DEPOT_TOWNS]
    return keys


def _clauses(row: InstrumentRow) -> list[dict[str, Any]]:
    """Rows of the clause library that mean what the scenario's instrument means."""
    scope, cost = row.scope, row.cost_rule
    acts = [act.kind.value for act in row.required_acts]
    client = ActKind.CLIENT_CONTRACT.value in acts
    joining = "client" if client else "accession" if row.eligible_keys else "named"
    values: dict[Kind, dict[str, Any]] = {
        Kind.MEMBERSHIP: {
            "joining": joining,
            "eligible": ["city", "county", "school_district", "tribe"],
            "sides": "program" if client else "both",
        },
        Kind.SCOPE: {
            "statuses": sorted(status.value for status in scope.duty_statuses),
            "aid": sorted(kind.value for kind in scope.aid_kinds),
        },
        Kind.ACTIVATION: {"acts": acts},
        Kind.REFUSAL: {},
        Kind.CONFIRMATION: {"verbal": False},
        Kind.FREE_PERIOD: {"hours": cost.free_hours},
        Kind.CHARGES: {"basis": cost.basis.value},
        Kind.CONTROL: {},
        Kind.LIABILITY: {"compensation": _COMPENSATION.get(row.kind, "home")},
        Kind.RENEWAL: {},
        Kind.WITHDRAWAL: {},
    }
    citations = {Kind.SCOPE: scope.citation, Kind.CHARGES: cost.citation}
    if row.required_acts:
        citations[Kind.ACTIVATION] = row.required_acts[0].citation
    wordings = WORDINGS[row.kind]
    return [
        {
            "kind": kind.value,
            "values": chosen,
            "citation": citations.get(kind, f"{row.name}, {kind.replace('_', ' ')} clause"),
            "wording": f"{wordings[kind]} (Demonstration wording.)" if kind in wordings else "",
        }
        for kind, chosen in values.items()
    ]
