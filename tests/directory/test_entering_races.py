"""Two people enter or end organizations at the same moment, each with a connection of their own."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from tests.support.cast import Cast
from tests.support.entered import university
from tests.support.racing import race

from muster.audit.verification import verify
from muster.directory.models import Organization, OrganizationKind
from muster.directory.services.organization_ends import close
from muster.directory.services.organizations import LooksKnown, add_partner
from muster.domain.failures import Invalid

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_of_two_who_add_the_same_partner_is_shown_the_first(cast: Cast) -> None:
    add = partial(add_partner, actor=cast.actor(cast.coordinator), facts=university())

    results = race(add, add)

    [lost] = [one for one in results if isinstance(one, Exception)]
    assert isinstance(lost, LooksKnown)
    [kept] = Organization.objects.filter(kind=OrganizationKind.UNIVERSITY)
    assert [one.id for one in lost.found] == [kept.pk]
    assert verify().intact


def test_two_of_one_name_that_are_different_get_two_addresses(cast: Cast) -> None:
    add = partial(add_partner, actor=cast.actor(cast.coordinator), facts=university(), another=True)

    results = race(add, add, add)

    assert [one for one in results if isinstance(one, Exception)] == []
    slugs = Organization.objects.filter(kind=OrganizationKind.UNIVERSITY).values_list("slug")
    assert len(set(slugs)) == 3


def test_two_organizations_do_not_take_over_from_each_other(cast: Cast) -> None:
    end = partial(
        close,
        actor=cast.actor(cast.coordinator),
        closed_on=date(2026, 1, 31),
        reason="Merged.",
    )

    results = race(
        partial(end, organization=cast.denton, successor=cast.lubbock),
        partial(end, organization=cast.lubbock, successor=cast.denton),
    )

    [lost] = [one for one in results if isinstance(one, Exception)]
    assert isinstance(lost, Invalid)
    assert set(lost.fields) == {"successor"}
    assert Organization.objects.exclude(closed_on=None).count() == 1
