"""Members, partners and governments."""

from __future__ import annotations

from django.db.models import QuerySet

from muster.directory.models import Organization
from muster.directory.queries.finding import words_of


def organizations(
    search: str = "", *, members: bool = True, closed: bool = False
) -> QuerySet[Organization]:
    """The public list by name: members and partners, or everybody official lists name.

    Those that ceased are left out unless asked for. Every word begins a word of the name, the
    county or the state. One more query with a search.
    """
    found = Organization.objects.select_related("jurisdiction", "seat").order_by("name", "pk")
    if members:
        found = found.exclude(member_since=None)
    if not closed:
        found = found.filter(closed_on=None)
    if search.strip():
        for word in words_of(search):
            found = found.filter(search_key__contains=f" {word}")
    return found
