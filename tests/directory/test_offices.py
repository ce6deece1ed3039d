"""Offices with authorities, who takes and leaves them, and who acts for them meanwhile."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.agreements import services as agreements
from muster.authz.actors import Authority, Duty, Source
from muster.directory.jobs import offices as jobs
from muster.directory.models import Delegation, Office, OfficeNotice, Tenure
from muster.directory.papers.handover import render_handover
from muster.directory.promises import promises_of
from muster.directory.queries.actors import actor_for
from muster.directory.queries.handover import handover_of
from muster.directory.services import delegations, offices, tenures
from muster.directory.services.offices import OfficeFacts
from muster.domain.failures import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db

DEPUTY = OfficeFacts(
    title="Deputy",
    duties=frozenset({Duty.REPRESENT}),
    authorities=frozenset({Authority.REQUEST_AID}),
    phone="+1 817 555 0123",
)


def made(cast: Cast, **changes: Any) -> Office:
    facts = OfficeFacts(**{**{name: getattr(DEPUTY, name) for name in DEPUTY.__slots__}, **changes})
    return offices.make_office(
        actor=cast.actor(cast.keene_representative), organization=cast.keene, facts=facts
    )


def seated(cast: Cast, office: Office, person: str = "deputy@keene.example", **more: Any) -> Tenure:
    return tenures.start_tenure(
        actor=cast.actor(cast.keene_representative),
        office=office,
        mail=person,
        name="Synthetic Deputy",
        **more,
    )


def test_an_office_binds_only_to_what_it_may(cast: Cast) -> None:
    deputy = seated(cast, made(cast)).person
    actor = cast.actor(deputy)
    assert actor.empowered(Authority.REQUEST_AID, cast.keene.pk)
    assert actor.empowered(Authority.SIGN, cast.keene.pk) is None
    with refused(Refused, "Only an authorized representative of Keene can sign"):
        agreements.accede(actor=actor, agreement=cast.statewide, organization=cast.keene)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "Give the office a title"),
        ({"duties": frozenset({Duty.CONTACT})}, "Only an authorized representative binds"),
        ({"authorities": frozenset()}, "Say to what it may bind Keene"),
        ({"duties": frozenset({Duty.REPRESENT, Duty.AUDIT})}, "given by the hub's operator"),
        ({"duties": frozenset(), "authorities": frozenset()}, "Say what the office does"),
        ({"mail": "nobody"}, "This is no mail address"),
        ({"phone": "call me"}, "can be dialed"),
        (
            {"authorities": frozenset({Authority.LEND, Authority.RECEIVE_AT_NIGHT}), "phone": ""},
            "called at night needs a number",
        ),
    ],
)
def test_what_an_office_cannot_be_is_refused(
    cast: Cast, changes: dict[str, Any], said: str
) -> None:
    with refused(Invalid, said):
        made(cast, **changes)


def test_the_database_lets_no_contact_bind(cast: Cast) -> None:
    for change in ({"authorities": ["lend"], "duties": ["contact"]}, {"authorities": ["rule"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.filter(tenures__person=cast.keene_contact).update(**change)


def test_two_offices_of_one_title_and_the_last_that_binds(cast: Cast) -> None:
    made(cast)
    with refused(Conflict, "has an office called Deputy already"):
        made(cast)
    own = cast.office(cast.denton_representative)
    denton = cast.actor(cast.denton_representative)
    with refused(Conflict, "only office that can bind Denton County"):
        offices.change_office(
            actor=denton,
            office=own,
            facts=OfficeFacts(own.title, frozenset({Duty.CONTACT}), frozenset()),
        )
    with refused(Conflict, "Somebody holds the office"):
        offices.retire_office(actor=denton, office=own)


def test_a_retired_office_gives_nobody_anything(cast: Cast) -> None:
    office = made(cast)
    offices.retire_office(actor=cast.actor(cast.keene_representative), office=office)
    with refused(Conflict, "is retired"):
        seated(cast, office)


def test_others_change_no_office(cast: Cast) -> None:
    with refused(Refused, "changes its offices"):
        offices.make_office(
            actor=cast.actor(cast.keene_contact), organization=cast.keene, facts=DEPUTY
        )


def test_two_full_holders_never_overlap_and_an_acting_one_may(cast: Cast) -> None:
    office = made(cast)
    seated(cast, office)
    with refused(Conflict, "Somebody else holds the office Deputy fully"):
        tenures.start_tenure(
            actor=cast.actor(cast.keene_representative),
            office=office,
            mail=cast.keene_contact.email,
        )
    stand_in = tenures.start_tenure(
        actor=cast.actor(cast.keene_representative),
        office=office,
        mail=cast.keene_contact.email,
        acting=True,
    )
    assert cast.actor(cast.keene_contact).empowered(Authority.REQUEST_AID, cast.keene.pk)
    assert stand_in.acting


@pytest.mark.django_db(transaction=True)
def test_of_two_who_seat_somebody_at_once_one_is_told(cast: Cast) -> None:
    office = made(cast)
    results = race(
        *(partial(seated, cast, office, f"{name}@keene.example") for name in ("one", "two"))
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1, results
    assert office.tenures.count() == 1


def test_a_tenure_that_has_not_begun_is_corrected_or_called_off(cast: Cast) -> None:
    office, actor = made(cast), cast.actor(cast.keene_representative)
    soon = cast.now + timedelta(days=10)
    tenure = seated(cast, office, begins=soon)
    assert not Tenure.objects.filter(pk=tenure.pk, during__contains=cast.now).exists()
    later = tenures.correct_tenure(
        actor=actor, tenure=tenure, begins=soon + timedelta(days=1), ends=None
    )
    assert later.during.lower == soon + timedelta(days=1)
    tenures.cancel_tenure(actor=actor, tenure=later)
    assert not office.tenures.exists()
    running = seated(cast, office)
    with refused(Conflict, "This tenure has begun"):
        tenures.cancel_tenure(actor=actor, tenure=running)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"person": "nobody"}, "Give the mail address"),
        ({"begins": timedelta(days=-1)}, "It can begin now or later"),
        ({"ends": timedelta(days=-1)}, "It has to end after it begins"),
    ],
)
def test_a_tenure_that_cannot_be_is_refused(cast: Cast, more: dict[str, Any], said: str) -> None:
    office = made(cast)
    moved = {
        name: cast.now + value if isinstance(value, timedelta) else value
        for name, value in more.items()
    }
    with refused(Invalid, said):
        seated(cast, office, **moved)


def test_what_the_office_promised_is_listed_and_the_successor_takes_over(cast: Cast) -> None:
    tenure = Tenure.objects.get(person=cast.keene_representative)
    titles = [one.title for one in promises_of(tenure.office, at=cast.now)]
    assert any("Statewide Aid: renews itself" in title for title in titles)

    successor = tenures.hand_over(
        actor=cast.actor(cast.coordinator),
        tenure=tenure,
        mail="next@keene.example",
        name="Synthetic Successor",
    )

    assert successor is not None
    now = cast.actor(successor.person)
    assert now.empowered(Authority.SIGN, cast.keene.pk)
    assert cast.actor(cast.keene_representative).standings == ()
    jobs.mail_seated(tenure_id=str(successor.pk))
    assert mail.outbox[-1].to == ["next@keene.example"]
    assert "/handover/" in mail.outbox[-1].body


def left_vacant(cast: Cast) -> Office:
    tenure = Tenure.objects.get(person=cast.keene_representative)
    tenures.hand_over(actor=cast.actor(cast.keene_representative), tenure=tenure)
    return tenure.office


def test_a_vacant_office_alarms_the_others_and_the_hub_weekly_and_then_the_body_above(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.keene.parent = cast.johnson
    cast.keene.save()
    office = left_vacant(cast)
    jobs.mail_vacant(office_id=str(office.pk))
    others = [[cast.keene_contact.email], [cast.coordinator.email]]
    assert [one.to for one in mail.outbox] == others
    for week in (0, 1, 1):
        moment = cast.now + timedelta(days=7 * week, hours=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        jobs.alarm_vacancies(0)
    numbers = OfficeNotice.objects.filter(office=office).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]
    mail.outbox.clear()
    jobs.mail_vacant(office_id=str(office.pk))
    told = {address for one in mail.outbox for address in one.to}
    above = cast.johnson_representative.email
    assert told == {cast.keene_contact.email, cast.coordinator.email, above}
    assert "This is mail 2 about it" in mail.outbox[0].body


def test_a_filled_office_alarms_nobody(cast: Cast) -> None:
    office = left_vacant(cast)
    tenures.start_tenure(
        actor=cast.actor(cast.coordinator), office=office, mail=cast.keene_contact.email
    )
    jobs.mail_vacant(office_id=str(office.pk))
    jobs.alarm_vacancies(0)
    assert mail.outbox == []
    assert not OfficeNotice.objects.exists()


def test_a_delegation_acts_in_the_office_that_gave_it_and_ends(cast: Cast) -> None:
    giver = cast.office(cast.keene_representative)
    receiver = cast.office(cast.keene_contact)
    given = delegations.delegate(
        actor=cast.actor(cast.keene_representative),
        giver=giver,
        receiver=receiver,
        authorities=frozenset({Authority.SIGN}),
        begins=cast.now,
        ends=cast.now + timedelta(days=10),
        reason="Leave in August",
    )
    contact = cast.actor(cast.keene_contact)
    standing = contact.empowered(Authority.SIGN, cast.keene.pk)
    assert standing is not None
    assert (standing.office_id, standing.by_delegation) == (giver.pk, receiver.title)
    assert contact.empowered(Authority.LEND, cast.keene.pk) is None
    act = agreements.sign_act(
        actor=contact,
        agreement=cast.corps_program,
        organization=cast.keene,
        kind=agreements_kind(),
    )
    assert act.signed_by == giver

    delegations.revoke_delegation(actor=cast.actor(cast.keene_representative), delegation=given)
    assert cast.actor(cast.keene_contact).empowered(Authority.SIGN, cast.keene.pk) is None
    with refused(Conflict, "over already"):
        delegations.revoke_delegation(actor=cast.actor(cast.keene_representative), delegation=given)


def agreements_kind() -> Any:
    from muster.domain.acts import ActKind

    return ActKind.CLIENT_CONTRACT


def test_a_delegation_outlasts_the_person_and_not_its_time(cast: Cast) -> None:
    given = Delegation.objects.create(
        giver=cast.office(cast.keene_representative),
        receiver=cast.office(cast.keene_contact),
        authorities=["lend"],
        during=(cast.now - timedelta(days=1), cast.now + timedelta(days=1)),
        reason="leave",
        given_by_name="somebody",
    )
    Tenure.objects.filter(person=cast.keene_representative).delete()
    assert cast.actor(cast.keene_contact).empowered(Authority.LEND, cast.keene.pk)
    late = actor_for(cast.keene_contact, at=cast.now + timedelta(days=2), source=Source.WEB)
    assert late.empowered(Authority.LEND, cast.keene.pk) is None
    given.giver.authorities = []
    given.giver.duties = ["contact"]
    given.giver.save()
    assert cast.actor(cast.keene_contact).empowered(Authority.LEND, cast.keene.pk) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"authorities": frozenset({Authority.DECLARE})}, "may not do this itself"),
        ({"authorities": frozenset({Authority.RECEIVE_AT_NIGHT})}, "The rota says who is called"),
        ({"ends": timedelta(days=91)}, "within 90 days"),
        ({"ends": timedelta(days=-1)}, "end after it begins"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_what_cannot_be_delegated_is_refused(
    cast: Cast, changes: dict[str, Any], said: str
) -> None:
    values: dict[str, Any] = {
        "authorities": frozenset({Authority.SIGN}),
        "begins": timedelta(),
        "ends": timedelta(days=3),
        "reason": "leave",
        **changes,
    }
    moved = {
        name: cast.now + value if isinstance(value, timedelta) else value
        for name, value in values.items()
    }
    with refused(Invalid, said):
        delegations.delegate(
            actor=cast.actor(cast.keene_representative),
            giver=cast.office(cast.keene_representative),
            receiver=cast.office(cast.keene_contact),
            **moved,
        )


def test_only_the_holder_delegates_and_only_inside(cast: Cast) -> None:
    values: dict[str, Any] = {
        "authorities": frozenset({Authority.SIGN}),
        "begins": cast.now,
        "ends": cast.now + timedelta(days=3),
        "reason": "leave",
    }
    with refused(Refused, "Only whoever holds the office"):
        delegations.delegate(
            actor=cast.actor(cast.keene_contact),
            giver=cast.office(cast.keene_representative),
            receiver=cast.office(cast.keene_contact),
            **values,
        )
    with refused(Invalid, "Choose another office of Keene"):
        delegations.delegate(
            actor=cast.actor(cast.keene_representative),
            giver=cast.office(cast.keene_representative),
            receiver=cast.office(cast.denton_representative),
            **values,
        )


def test_once_a_year_the_holder_is_asked_and_one_click_affirms(cast: Cast) -> None:
    office = cast.office(cast.keene_representative)
    Office.objects.filter(pk=office.pk).update(affirmed_at=cast.now - timedelta(days=340))
    jobs.ask_all_to_affirm(0)
    jobs.ask_all_to_affirm(0)
    assert OfficeNotice.objects.filter(kind="affirm").count() == 1
    jobs.mail_affirm(office_id=str(office.pk))
    assert mail.outbox[0].to == [cast.keene_representative.email]
    office.refresh_from_db()
    assert office.is_stale(cast.now + timedelta(days=30))
    offices.affirm_office(actor=cast.actor(cast.keene_representative), office=office)
    office.refresh_from_db()
    assert not office.is_stale(cast.now + timedelta(days=30))
    with refused(Refused, "changes its offices"):
        offices.affirm_office(actor=cast.actor(cast.denton_representative), office=office)


def test_the_handover_pack_names_promises_people_and_a_plan(cast: Cast) -> None:
    pack = handover_of(cast.office(cast.keene_representative), at=cast.now)
    assert pack.holders == ["Keene Representative"]
    assert [one.title for one, _ in pack.others] == ["IT"]
    assert any("Statewide Aid" in one.title for one in pack.promises)
    assert pack.steps[0].text.startswith("Sign in")
    assert render_handover(pack).startswith(b"%PDF")


def test_a_person_signs_nothing_a_second_after_the_tenure_ended(cast: Cast) -> None:
    person: Person = cast.keene_representative
    tenures.end_tenure(actor=cast.actor(person), tenure=Tenure.objects.get(person=person))
    later = actor_for(person, at=cast.now + timedelta(seconds=1), source=Source.WEB)
    with refused(Refused, "Only an authorized representative of Keene"):
        agreements.accede(actor=later, agreement=cast.statewide, organization=cast.keene)
