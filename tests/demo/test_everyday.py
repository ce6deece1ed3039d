"""What the demo hub has besides the night: rotas, newcomers, a partner and a body."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.support import joining as join
from tests.support.real_data import atlas_path
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.audit.verification import verify
from muster.authz.actors import Duty
from muster.demo import everyday
from muster.demo.acting import holder_acting
from muster.demo.demo_hub import load_demo_hub
from muster.demo.members import HUB_KEY
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import DomainClaim, JoiningRequest, Organization, OrganizationKind
from muster.directory.queries.finding import find
from muster.directory.queries.rota import agenda, call_list, on_call_now
from muster.directory.services.joining import codes
from muster.directory.services.joining.codes import Outcome

NOW = datetime.now(UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo() -> None:
    atlas_path()
    assert load_demo_hub(now=NOW)


def test_several_members_have_somebody_on_call_and_one_a_gap() -> None:
    counties = [
        Organization.objects.get(
            jurisdiction__ocd_id=f"{everyday.TEXAS}/county:{name}", kind="county"
        )
        for name in everyday.ON_CALL
    ]
    for at in (NOW, NOW + timedelta(days=20)):
        calls = on_call_now([one.pk for one in counties], at=at)
        assert all([one.order for one in calls[each.pk]][:2] == [1, 2] for each in counties)
        names = {one.person for found in calls.values() for one in found if one.person}
        assert all(name.startswith("Synthetic") for name in names)
        numbers = {one.phone for found in calls.values() for one in found}
        assert all(number.startswith("+1 512 555 01") for number in numbers)
    parker = next(one for one in counties if one.name == "Parker County")
    lines = [line for week in agenda(parker, at=NOW, weeks=3) for line in week.lines]
    assert [line for line in lines if line.shift is None]


def test_a_government_that_is_known_can_be_joined_with_by_mail_at_its_domain() -> None:
    hood = Organization.objects.get(name="Hood County")
    assert hood.member_since is None
    assert everyday.NEIGHBOR not in {one.ocd_id.rpartition(":")[2] for one in (*VICTIMS, *LENDERS)}
    assert everyday.APPLYING not in {one.ocd_id.rpartition(":")[2] for one in (*VICTIMS, *LENDERS)}
    request = join.confirmed(hood, NOW, mail=f"cio@{everyday.NEIGHBOR_DOMAIN}", office_title="CIO")
    assert request.status == JoiningRequest.Status.PROVEN
    hood.refresh_from_db()
    assert hood.member_since
    assert DomainClaim.objects.count() == 2


def test_somebody_waits_for_a_code_and_gets_in_with_it() -> None:
    waiting = JoiningRequest.objects.get()
    assert waiting.is_open
    assert waiting.mail_confirmed_at
    assert waiting.name.startswith("Synthetic")
    coordinator = holder_acting(Organization.objects.get(slug=HUB_KEY), Duty.COORDINATE, at=NOW)
    _, text = codes.issue_code(
        actor=coordinator,
        request=waiting,
        kind="phone",
        reached_at="+1 512 555 0191",
        published_in=everyday.PUBLISHED,
    )
    typed = codes.type_code(visitor=join.visitor(NOW), request=waiting, text=text)
    assert typed.outcome is Outcome.PROVEN
    desk = client_of(Person.objects.get(demo_part="Hub coordinator"))
    assert "Hill County" in desk.get("/joining/").content.decode()
    assert "First call" in desk.get("/call-list/").content.decode()


def test_the_partner_and_the_body_say_that_they_are_made_up() -> None:
    [university] = find("PSU")
    assert university.kind is OrganizationKind.UNIVERSITY
    center = Organization.objects.get(kind=OrganizationKind.EMERGENCY_CENTER)
    assert center.parent
    assert center.parent.name == "Johnson County"
    entered = Organization.objects.exclude(entered_at=None)
    assert entered.count() == 2
    assert all("(stand-in)" in one.name for one in entered)
    assert not Organization.objects.filter(synthetic_staff=False).exists()
    assert verify().intact
    actor = holder_acting(Organization.objects.get(slug=HUB_KEY), Duty.COORDINATE, at=NOW)
    assert len(call_list(actor)) > 80
