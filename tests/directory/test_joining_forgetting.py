"""Addresses of people who did not join go after 90 days; the request and its record stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.audit.queries import timeline
from muster.directory.jobs.joining import forget_contacts
from muster.directory.models import AddressLink, JoiningRequest
from muster.directory.services.joining import deciding
from muster.directory.services.joining.forgetting import KEPT, forget_old_contacts

pytestmark = pytest.mark.django_db
Status = JoiningRequest.Status


def ended(cast: Cast) -> dict[str, JoiningRequest]:
    """Four requests, each come to another end at the moment of the cast."""
    town = join.alvarado()
    gone = {
        name: join.confirmed(town, cast.now, mail=f"{name}@example.org", office_title=name)
        for name in ("refused", "withdrawn", "lapsed", "open")
    }
    deciding.refuse(actor=cast.actor(cast.coordinator), request=gone["refused"], reason="A hoax")
    deciding.withdraw(visitor=join.visitor(cast.now), request=gone["withdrawn"])
    deciding.lapse_all_of(
        actor=cast.actor(cast.coordinator), organization=cast.keene, reason="none open"
    )
    JoiningRequest.objects.filter(pk=gone["lapsed"].pk).update(
        status=Status.EXPIRED, closed_at=cast.now
    )
    return gone


def contacts() -> dict[str, tuple[str, str]]:
    rows = JoiningRequest.objects.values_list("office_title", "mail", "phone")
    return {title: (mail, phone) for title, mail, phone in rows}


def test_contacts_go_when_a_request_ended_long_ago_and_not_before(cast: Cast) -> None:
    gone = ended(cast)
    assert forget_old_contacts(at=cast.now + KEPT - timedelta(seconds=1)) == 0
    assert forget_old_contacts(at=cast.now + KEPT + timedelta(seconds=1)) == 3
    kept = contacts()
    assert kept["open"] == ("open@example.org", "817 555 0133")
    for name in ("refused", "withdrawn", "lapsed"):
        assert kept[name] == ("", "")
        assert not AddressLink.objects.filter(request=gone[name]).exists()
        assert timeline(gone[name].pk, organization_ids=None)
    assert forget_old_contacts(at=cast.now + KEPT + timedelta(days=1)) == 0
    page = client_of(cast.coordinator).get(f"/joining/{gone['refused'].pk}/")
    assert "erased" in page.content.decode()
    own = client_of(cast.stranger).get(join.page_of(gone["refused"]))
    assert "A hoax" in own.content.decode()


def test_what_was_proven_stays_whole(cast: Cast) -> None:
    town = join.alvarado()
    join.listed("alvarado-tx.gov", town)
    request = join.confirmed(town, cast.now)
    assert request.status == Status.PROVEN
    assert forget_old_contacts(at=cast.now + KEPT * 5) == 0


def test_the_nightly_job_does_it(cast: Cast) -> None:
    ended(cast)
    JoiningRequest.objects.exclude(status=Status.OPEN).update(
        closed_at=cast.now - KEPT - timedelta(days=1)
    )
    forget_contacts(timestamp=0)
    assert sorted(contacts().values()).count(("", "")) == 3
