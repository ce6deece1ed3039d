"""Who could help an organization tonight, on the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import TimestamptzRange
from tests.support import builders as make
from tests.support import texts
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.agreements.models import InstrumentKind, Party
from muster.directory.models import OrganizationKind
from muster.domain.acts import ActKind, DutyStatus

pytestmark = pytest.mark.django_db


def page(cast: Cast, query: str = "", who: str = "keene_representative") -> str:
    client = client_of(getattr(cast, who))
    answer = client.get(f"/organizations/{cast.keene.slug}/tonight/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_parties_of_the_same_agreement_could_come_at_once(cast: Cast) -> None:
    shown = page(cast)
    others = Party.objects.filter(agreement=cast.statewide, may_assist=True)
    count = others.exclude(organization=cast.keene).count()
    assert f"{count} could send employees of other parties for rebuild labor" in shown
    assert cast.denton.name in shown
    assert cast.statewide.name in shown


def test_what_would_open_more_is_named_with_whose_word_it_takes(cast: Cast) -> None:
    shown = page(cast, "?people=volunteer&aid=specialist")
    assert "0 could send vetted volunteers" in shown
    assert "Signed client contract: 1 more" in shown
    assert "Read and sign the client contract" in shown
    told = page(cast, "?people=volunteer&aid=specialist", who="keene_contact")
    assert "Read and sign the client contract" not in told


def test_one_more_declaration_opens_the_guard(cast: Cast) -> None:
    shown = page(cast, "?people=state_active_duty&aid=specialist")
    assert "State disaster declaration: 1 more" in shown


def test_a_party_that_left_is_no_longer_counted(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.denton).delete()
    assert cast.denton.name not in page(cast).partition("What would open more help")[0]


def test_each_that_lacks_its_own_paper_is_counted_together(cast: Cast) -> None:
    make.agreement(
        "Consent Pact",
        InstrumentKind.REGIONAL,
        statuses=[DutyStatus.STUDENT],
        acts=[ActKind.EMPLOYER_CONSENT],
        requesting=[cast.keene],
        assisting=[cast.denton, cast.johnson],
    )
    shown = page(cast, "?people=student&aid=rebuild")
    assert "Employer&#x27;s consent by each of 2" in shown


def test_nobody_else_sees_how_well_a_town_is_prepared(cast: Cast) -> None:
    stranger = client_of(cast.denton_representative)
    assert stranger.get(f"/organizations/{cast.keene.slug}/tonight/").status_code == 403
    assert (
        client_of(cast.coordinator).get(f"/organizations/{cast.keene.slug}/tonight/").status_code
        == 200
    )
    assert stranger.get("/organizations/nowhere/tonight/").status_code == 404


def test_an_unknown_choice_shows_the_usual_one(cast: Cast) -> None:
    assert "employees of other parties for rebuild labor" in page(cast, "?people=x&aid=y")


def test_the_page_takes_as_many_questions_however_many_there_are(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    address = f"/organizations/{cast.keene.slug}/tonight/"

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    before = queries()
    for number in range(4):
        texts.party(
            cast.statewide,
            make.organization(f"City {number}", OrganizationKind.CITY),
            during=TimestamptzRange(cast.now - timedelta(days=9), None),
        )
    assert queries() == before


def test_the_hub_sees_everybody_with_the_holes_first_and_as_a_table(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.lubbock).delete()
    page = read(cast.coordinator, "/cover/")
    assert "Of 4 members 1 could be sent nobody" in page
    assert page.index("Lubbock") < page.index("Keene")
    assert "Accession to the agreement: 3 more" in page
    lines = table(cast.coordinator, "/cover/?as=csv")
    assert lines[0] == "organization,state,county,could_help"
    assert lines[1].startswith("Lubbock,TX,Lubbock County,0")
    assert len(lines) == 5


def test_a_town_does_not_see_the_holes_of_others(cast: Cast) -> None:
    assert client_of(cast.keene_representative).get("/cover/").status_code == 403


def test_every_agreement_between_two_is_told_with_costs_control_and_who_can_supply(
    cast: Cast,
) -> None:
    address = f"/organizations/{cast.keene.slug}/tonight/{cast.corps.slug}/"
    page = read(cast.keene_representative, f"{address}?people=volunteer&position=forensic-analyst")
    assert "Corps Program" in page
    assert "Not yet" in page
    assert "signed client contract (the requester&#x27;s authorized representative)" in page
    assert "Read and sign the client contract" in page
    assert "whoever sent the people is in command" in page
    assert "It does not speak of volunteer people." in page, "under the statewide one"


def test_help_from_afar_is_a_question_of_its_own(cast: Cast) -> None:
    texts.amended(cast.statewide, scope={"places": ["on_site"]})
    address = f"/organizations/{cast.keene.slug}/tonight/{cast.denton.slug}/"
    assert "Nothing missing on record" in read(cast.coordinator, f"{address}?where=on_site")
    afar = read(cast.coordinator, f"{address}?where=remote")
    assert "It does not extend to help from afar" in afar
    assert "Nothing missing on record" not in afar


def test_only_the_town_the_hub_and_auditors_ask_about_a_pair(cast: Cast) -> None:
    address = f"/organizations/{cast.keene.slug}/tonight/{cast.denton.slug}/"
    assert client_of(cast.stranger).get(address).status_code == 403
    assert client_of(cast.keene_representative).get(f"{address}?where=moon").status_code == 200


def read(person: Person, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def table(person: Person, address: str) -> list[str]:
    answer = client_of(person).get(address)
    return b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[arg-type]
