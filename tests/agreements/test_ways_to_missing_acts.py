"""From a missing act to the form that supplies it, for whoever can supply it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.agreements import queries
from muster.agreements.models import Agreement, InstrumentKind
from muster.agreements.supply import supply_of, where_to_supply
from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.coverage import Deployment
from muster.domain.instruments import MissingAct
from muster.domain.positions import AidKind


def missing(cast: Cast, status: DutyStatus, agreement: Agreement) -> MissingAct:
    """What Keene lacks for this kind of helper."""
    path = queries.legal_book(exercise=False).best_path(
        Deployment(
            requesting_id=str(cast.keene.pk),
            assisting_id=str((cast.corps if status == "volunteer" else cast.guard).pk),
            duty_status=status,
            aid_kind=AidKind.SPECIALIST,
            begins_at=cast.now,
        )
    )
    assert path is not None
    assert path.instrument_id == str(agreement.pk)
    [act] = path.missing
    return act


def opened(person: Person, url: str) -> tuple[int, str]:
    answer = client_of(person).get(url)
    return answer.status_code, answer.headers.get("Location", "")


def test_the_coordinator_is_led_to_the_declaration_filled_in(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    act = missing(cast, DutyStatus.STATE_ACTIVE_DUTY, cast.guard_order)
    actor = cast.actor(cast.coordinator)
    with django_assert_num_queries(0):
        link = where_to_supply(act, actor=actor, exercise=True)

    assert link is not None
    assert (link.url_name, link.label) == ("agreements:supply", "Record the declaration")
    status, location = opened(cast.coordinator, link.url)
    assert (status, urlsplit(location).path) == (302, "/agreements/declare/")
    assert parse_qs(urlsplit(location).query) == {
        "level": ["state"],
        "jurisdiction": [cast.texas.ocd_id],
        "exercise": ["1"],
    }
    page = client_of(cast.coordinator).get(location).content.decode()
    assert f'<option value="{cast.texas.ocd_id}" selected>' in page
    assert '<option value="state" selected>' in page


def test_a_local_declaration_is_for_the_organization_itself(cast: Cast) -> None:
    act = MissingAct(ActKind.LOCAL_DECLARATION, Side.REQUESTING, str(cast.keene.pk), "mayor", "§ 1")
    link = where_to_supply(act, actor=cast.actor(cast.coordinator))

    assert link is not None
    _, location = opened(cast.coordinator, link.url)
    assert cast.keene.jurisdiction is not None
    query = parse_qs(urlsplit(location).query)
    assert query == {"level": ["local"], "jurisdiction": [cast.keene.jurisdiction.ocd_id]}


@pytest.mark.parametrize("named", [True, False])
def test_the_towns_representative_is_led_to_the_contract(cast: Cast, named: bool) -> None:
    act = missing(cast, DutyStatus.VOLUNTEER, cast.corps_program)
    link = where_to_supply(
        act,
        actor=cast.actor(cast.keene_representative),
        instrument_id=str(cast.corps_program.pk) if named else "",
    )

    assert link is not None
    _, location = opened(cast.keene_representative, link.url)
    assert location == "/agreements/corps-program/sign/?organization=keene&act=client_contract"
    assert client_of(cast.keene_representative).get(location).status_code == 200


def test_nobody_else_gets_a_link_that_would_name_the_town(cast: Cast) -> None:
    contract = missing(cast, DutyStatus.VOLUNTEER, cast.corps_program)
    declaration = missing(cast, DutyStatus.STATE_ACTIVE_DUTY, cast.guard_order)
    for person in (cast.coordinator, cast.keene_contact, cast.denton_representative):
        assert where_to_supply(contract, actor=cast.actor(person)) is None
    for person in (cast.keene_representative, cast.denton_representative):
        assert where_to_supply(declaration, actor=cast.actor(person)) is None
    assert supply_of("a promise", organization_id="x", actor=cast.actor(cast.coordinator)) is None


def test_a_link_used_by_the_wrong_person_or_broken_says_so(cast: Cast) -> None:
    town = f"organization={cast.keene.pk}"
    for person, query, status in (
        (cast.keene_representative, f"act=state_declaration&{town}", 403),
        (cast.coordinator, f"act=client_contract&{town}", 403),
        (cast.coordinator, "act=state_declaration&organization=keene", 404),
        (cast.coordinator, f"act=state_declaration&organization={uuid4()}", 404),
        (cast.keene_representative, f"act=nothing&{town}", 404),
        (cast.keene_representative, f"act=employer_consent&{town}", 404),
    ):
        assert opened(person, f"/agreements/supply/?{query}")[0] == status, query


def test_two_instruments_that_ask_alike_are_not_guessed_between(cast: Cast) -> None:
    make.agreement(
        "Second Corps",
        InstrumentKind.VOLUNTEER_CORPS,
        statuses=[DutyStatus.VOLUNTEER],
        acts=[ActKind.CLIENT_CONTRACT],
        requesting=[cast.keene],
        assisting=[cast.corps],
    )
    answer = client_of(cast.keene_representative).get(
        f"/agreements/supply/?act=client_contract&organization={cast.keene.pk}"
    )
    assert answer.status_code == 404
    assert "not clear under which agreement" in answer.content.decode()


def test_the_template_tag_gives_the_link(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.actor = cast.actor(cast.keene_representative)  # type: ignore[attr-defined]
    template = Template(
        "{% load supply %}{% supply_link 'client_contract' town under True as link %}"
        "{{ link.label }} {{ link.url }}"
    )
    shown = template.render(
        Context({"request": request, "town": cast.keene.pk, "under": cast.corps_program.pk})
    )
    assert shown.startswith("Read and sign the client contract /agreements/supply/?act=client")
    assert "exercise=1" in shown
