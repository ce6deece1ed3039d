"""What agreements bind an office to: memberships, terms that turn, papers that end."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from muster.agreements.models import Party, SignedAct
from muster.agreements.queries.turns import turn_of
from muster.agreements.queries.versions import binding
from muster.directory.models import Office
from muster.directory.promises import Promise
from muster.domain.acts import ACT_NAMES, ActKind


def promised(office: Office, at: datetime) -> list[Promise]:
    """Of an office that can bind its organization: everything the organization is a party of."""
    if not office.authorities:
        return []
    now = {"organization": office.organization_id, "during__contains": at}
    found = [
        _membership(party, at)
        for party in Party.objects.filter(**now).select_related("agreement").order_by("pk")
    ]
    acts = SignedAct.objects.filter(**now, withdrawn_at=None).select_related("agreement")
    for act in acts.order_by("pk"):
        name = ACT_NAMES[ActKind(act.kind)].capitalize()
        title = f"{name} under {act.agreement}"
        found.append(Promise("Papers", title, _page(act.agreement.slug), act.during.upper))
    return found


def _membership(party: Party, at: datetime) -> Promise:
    version = binding(party, at=at)
    turn = turn_of(version, at=at) if version else None
    title, page = str(party.agreement), _page(party.agreement.slug)
    if party.notice_given_at is not None:
        return Promise("Agreements", f"{title}: notice runs", page, party.during.upper)
    if turn is None:
        return Promise("Agreements", title, page)
    words = "renews itself; last day for notice" if turn.renews else "its term ends"
    return Promise("Agreements", f"{title}: {words}", page, turn.last_day)


def _page(slug: str) -> str:
    return reverse("agreements:agreement", args=[slug])
