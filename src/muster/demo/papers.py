"""The demo hub's agreements with clauses and parties. Demonstration text in our own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.models import Agreement, Clause, Party
from muster.agreements.models import InstrumentKind as StoredKind
from muster.demo.members import Members, depot_key
from muster.demo.territories import DEPOT_TOWNS
from muster.demo.texas_2019.agreements import INSTRUMENTS
from muster.demo.texas_2019.instruments import InstrumentKind, InstrumentRow
from muster.demo.texas_2019.partners import KIT_STOCK
from muster.domain.acts import ACT_NAMES
from muster.domain.clauses import ClauseKind
from muster.domain.positions import AID_KIND_NAMES

KINDS = {
    InstrumentKind.STATEWIDE: StoredKind.STATEWIDE,
    InstrumentKind.REGIONAL: StoredKind.REGIONAL,
    InstrumentKind.GUARD: StoredKind.NATIONAL_GUARD,
    InstrumentKind.CORPS: StoredKind.VOLUNTEER_CORPS,
}

_MUTUAL = {
    ClauseKind.CONTROL: "The town directs the work; the lender keeps command of its own people.",
    ClauseKind.REFUSAL: "A party may say no, and may call its people home, without giving a reason "
    "it would have to prove.",
    ClauseKind.CONFIRMATION: "Nobody leaves before both sides have signed and an order is issued.",
    ClauseKind.RENEWAL: "It runs on from year to year; a party leaves with sixty days' notice.",
    ClauseKind.LIABILITY: "Each party answers for its own people, who stay insured by their "
    "employer while they are away.",
}
WORDINGS: dict[InstrumentKind, dict[ClauseKind, str]] = {
    InstrumentKind.STATEWIDE: _MUTUAL,
    InstrumentKind.REGIONAL: _MUTUAL,
    InstrumentKind.GUARD: {
        ClauseKind.CONTROL: "The town sets the aims; orders to Guard members come from the Guard.",
        ClauseKind.REFUSAL: "The state may send a team elsewhere when lives depend on it.",
        ClauseKind.CONFIRMATION: "The town signs for each team before it drives.",
        ClauseKind.RENEWAL: "It ends with the disaster declaration it rests on.",
        ClauseKind.LIABILITY: "The state answers for Guard members on state active duty.",
    },
    InstrumentKind.CORPS: {
        ClauseKind.CONTROL: "The client directs the work; the program may end it for safety.",
        ClauseKind.REFUSAL: "A volunteer may decline or leave at any time.",
        ClauseKind.CONFIRMATION: "The program names its volunteers; the client accepts each one.",
        ClauseKind.RENEWAL: "A client contract holds for one year.",
        ClauseKind.LIABILITY: "The program's own insurance speaks of vetted volunteers.",
    },
}
"""What people read; nothing is computed from it."""


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
        )
        Clause.objects.bulk_create(
            Clause(
                agreement=agreement,
                order=order,
                kind=kind,
                terms=terms,
                wording=f"{wording} (Demonstration wording.)",
                citation=citation,
            )
            for order, (kind, terms, wording, citation) in enumerate(_clauses(row), start=1)
        )
        Party.objects.bulk_create(
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


def _party_keys(row: InstrumentRow) -> list[str]:
    """The shared stock joined once; here each of its depots is an organization."""
    keys = sorted(row.party_keys - {KIT_STOCK.key})
    if KIT_STOCK.key in row.party_keys:
        keys += [depot_key(town) for town, _, _ in DEPOT_TOWNS]
    return keys


def _clauses(row: InstrumentRow) -> Iterable[tuple[ClauseKind, dict[str, Any], str, str]]:
    scope, cost = row.scope, row.cost_rule
    statuses = sorted(status.value for status in scope.duty_statuses)
    kinds = sorted(kind.value for kind in scope.aid_kinds)
    who = " and ".join(status.replace("_", " ") for status in statuses)
    aid = ", ".join(AID_KIND_NAMES[kind].lower() for kind in sorted(scope.aid_kinds))
    yield (
        ClauseKind.SCOPE,
        {"duty_statuses": statuses, "aid_kinds": kinds},
        f"It speaks of {who} people, for {aid}.",
        scope.citation,
    )
    yield (
        ClauseKind.COST,
        {"basis": cost.basis.value, "free_hours": cost.free_hours},
        str(cost),
        cost.citation,
    )
    for act in row.required_acts:
        yield (
            ClauseKind.REQUIRED_ACT,
            {"act": act.kind.value, "side": act.side.value, "supplier": act.supplier},
            f"Needed first: {ACT_NAMES[act.kind]}, from {act.supplier}.",
            act.citation,
        )
    for kind, wording in WORDINGS[row.kind].items():
        yield kind, {}, wording, f"{row.name}, {kind.replace('_', ' ')} clause"
