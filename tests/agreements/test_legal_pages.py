"""The pages of the legal ground: recording, ending, signing; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.agreements.declaring import declared, withdraw
from tests.support import builders as make
from tests.support import texts
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.agreements.models import Declaration, Party, SignedAct
from muster.directory.models import Office


@pytest.fixture(autouse=True)
def _a_real_hub(settings: Any) -> None:
    settings.DEMO = False


def get(person: Person, path: str, status: int = 200) -> str:
    answer = client_of(person).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(person: Person, path: str, status: int, **typed: str) -> str:
    answer = client_of(person).post(path, typed)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def typed_declaration(cast: Cast, **changes: str) -> dict[str, str]:
    local = timezone.localtime(cast.now)
    return {
        "level": "state",
        "jurisdiction": cast.texas.ocd_id,
        "issued_by": "Governor of Texas (synthetic)",
        "reference": "Proclamation 41",
        "effective": f"{local:%Y-%m-%dT%H:%M}",
        "expires": f"{local + timedelta(days=20):%Y-%m-%dT%H:%M}",
        **changes,
    }


def test_the_page_of_a_declaration_says_where_it_counts(cast: Cast) -> None:
    page = get(cast.keene_representative, f"/declarations/{declared(cast).pk}/")

    assert "All of Texas: every county, city and town in it." in page
    assert "7 organizations in 3 counties" in page
    assert "Johnson County, Keene" in page
    assert "Withdraw it" not in page


def test_a_strangers_local_declaration_does_not_exist(cast: Cast) -> None:
    local = declared(cast, level="local")
    Declaration.objects.filter(pk=local.pk).update(jurisdiction=cast.keene.jurisdiction)
    path = f"/declarations/{local.pk}/"

    get(cast.keene_contact, path)
    get(cast.denton_representative, path, 404)
    post(cast.denton_representative, f"{path}withdraw/", 404, reason="Not mine")


def test_the_list_shows_current_upcoming_and_over(cast: Cast) -> None:
    declared(cast, reference="Now")
    later = cast.now + make.hours(5)
    declared(cast, reference="Later", effective=later, expires=later + make.hours(5))
    withdraw(cast, declared(cast, reference="Slip"))

    page = get(cast.keene_representative, "/agreements/")

    order = ["Declarations in effect", "Now", "Not in effect yet", "Later", "withdrawn (1)", "Slip"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_the_coordinator_ends_one_early(cast: Cast) -> None:
    path = f"/declarations/{declared(cast).pk}/"
    moment = f"{timezone.localtime(cast.now + make.hours(2)):%Y-%m-%dT%H:%M}"

    post(cast.coordinator, f"{path}end/", 302, ended_at=moment, reason="Proclamation 42")

    page = get(cast.coordinator, path)
    assert "Proclamation 42" in page
    assert "The authority ended it early" not in page


@pytest.mark.parametrize("moment", ["2020-01-01T00:00", "soon", ""])
def test_a_faulty_end_keeps_what_was_typed(cast: Cast, moment: str) -> None:
    path = f"/declarations/{declared(cast).pk}/end/"
    before = row_counts()
    page = post(cast.coordinator, path, 422, ended_at=moment, reason="By proclamation 42")

    assert "By proclamation 42" in page
    assert f'value="{moment}"' in page or not moment
    assert row_counts() == before


def test_a_withdrawal_without_a_reason_is_asked_again(cast: Cast) -> None:
    path = f"/declarations/{declared(cast).pk}/"
    page = post(cast.coordinator, f"{path}withdraw/", 422, reason="")
    assert "Say why, in a few words." in page
    assert '<details class="m-details" open>' in page
    post(cast.keene_representative, f"{path}withdraw/", 403, reason="No")


def test_a_withdrawn_one_is_recorded_again_from_a_filled_form(cast: Cast) -> None:
    path = f"/declarations/{declared(cast).pk}/"
    post(cast.coordinator, f"{path}withdraw/", 302, reason="Wrong dates")

    page = get(cast.coordinator, path)
    href = page.split("Record it again")[0].rpartition('href="')[2].partition('"')[0]
    form = get(cast.coordinator, href.replace("&amp;", "&"))
    assert 'value="Proclamation 41"' in form
    assert f'value="{timezone.localtime(cast.now - make.hours(1)):%Y-%m-%dT%H:%M}"' in form
    assert "Wrong dates" in get(cast.auditor, path)
    assert "Record it again" not in get(cast.auditor, path)


def test_the_same_reference_twice_keeps_the_form(cast: Cast) -> None:
    path = "/agreements/declare/"
    post(cast.coordinator, path, 302, **typed_declaration(cast))
    page = post(cast.coordinator, path, 409, **typed_declaration(cast))
    assert "on record already" in page
    assert 'value="Proclamation 41"' in page
    post(cast.coordinator, path, 422, **typed_declaration(cast, jurisdiction="nowhere"))
    post(cast.keene_representative, path, 403, **typed_declaration(cast))


def test_an_address_fills_in_a_declaration_and_ignores_nonsense(cast: Cast) -> None:
    query = "level=local&reference=P+9&effective=yesterday&expires=2026-13-45T00:00&zzz=1"
    page = get(cast.coordinator, f"/agreements/declare/?{query}")
    assert 'value="P 9"' in page
    assert '<option value="local" selected>' in page


def test_on_a_demo_hub_a_declaration_is_an_exercise_unasked(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    assert 'name="exercise"' not in get(cast.coordinator, "/agreements/declare/")
    post(cast.coordinator, "/agreements/declare/", 302, **typed_declaration(cast))
    assert Declaration.objects.get().exercise


SIGN = "/agreements/corps-program/sign/"
CONTRACT = {"organization": "keene", "act": "client_contract"}
CONTRACT_PAGE = f"{SIGN}?organization=keene&act=client_contract"


def test_the_signing_page_tells_cost_end_other_side_and_citation(cast: Cast) -> None:
    Office.objects.filter(organization=cast.corps).update(
        mail="desk@corps.synthetic.example", phone="+1 512 555 0101"
    )
    renewal = {"wording": "A client contract holds for one year.", "citation": "Corps Program § 9"}
    texts.amended(cast.corps_program, renewal=renewal)
    page = get(cast.keene_representative, CONTRACT_PAGE)

    for said in (
        "Nothing is charged.",
        "Keene can be sent vetted volunteers for rebuild labor and specialist response.",
        "A client contract holds for one year.",
        "Corps Program § 9",
        "desk@corps.synthetic.example",
        "+1 512 555 0101",
        "Corps Program § 1 (demonstration text)",
    ):
        assert said in page, said
    year = timezone.localtime(cast.now + timedelta(days=365)).year
    assert str(year) in page


def test_an_accession_tells_that_it_holds_until_withdrawal(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    page = get(
        cast.keene_representative,
        "/agreements/statewide-aid/sign/?organization=keene&act=accession",
    )
    assert "From now until Keene withdraws." in page
    assert "First 12 hours free, then the requester pays overtime, travel and equipment." in page
    assert "Johnson County: Chief Information Officer" in page


def test_signing_takes_a_confirmation_and_shows_on_the_page(cast: Cast) -> None:
    page = post(cast.keene_representative, SIGN, 422, **CONTRACT, exercise="on")
    assert "Tick this to go on." in page
    assert re.search(r'name="exercise"[^>]* checked', page)
    assert not SignedAct.objects.exists()

    post(cast.keene_representative, SIGN, 302, **CONTRACT, confirm="on", exercise="on")

    assert SignedAct.objects.get().exercise
    shown = get(cast.keene_representative, "/agreements/corps-program/")
    assert "Keene can sign" in shown  # In reality it is still to be signed.
    assert "the client contract, signed" in shown
    assert "Exercise" in shown
    assert "Signed by your organization" not in get(
        cast.denton_representative, "/agreements/corps-program/"
    )


def test_on_a_demo_hub_the_signature_is_an_exercise_unasked(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    page = get(cast.keene_representative, CONTRACT_PAGE)
    assert "counts for exercises only" in page
    assert 'name="exercise"' not in page
    post(cast.keene_representative, SIGN, 302, **CONTRACT, confirm="on")
    assert SignedAct.objects.get().exercise
    assert "can sign" not in get(cast.keene_representative, "/agreements/corps-program/")


def test_signing_twice_or_for_others_is_refused(cast: Cast) -> None:
    post(cast.keene_representative, SIGN, 302, **CONTRACT, confirm="on")
    assert "Nothing to sign" in get(cast.keene_representative, CONTRACT_PAGE)
    post(cast.keene_representative, SIGN, 409, **CONTRACT, confirm="on")
    get(cast.keene_contact, CONTRACT_PAGE, 403)
    get(cast.denton_representative, CONTRACT_PAGE, 404)
    post(cast.keene_representative, SIGN, 422, organization="keene", act="a promise")


def queries_of(person: Person, path: str) -> int:
    client = client_of(person)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_more_declarations_and_parties_cost_no_query_more(cast: Cast) -> None:
    declaration = declared(cast)
    pages = ["/agreements/", f"/declarations/{declaration.pk}/", CONTRACT_PAGE]
    readers = [cast.coordinator, cast.coordinator, cast.keene_representative]
    few = [queries_of(*pair) for pair in zip(readers, pages, strict=True)]
    for number in range(4):
        declared(cast, reference=f"Another {number}")
        withdraw(cast, declared(cast, reference=f"Slip {number}"))
        county = make.jurisdiction(
            f"place:n{number}", f"N{number}", (32.0, -97.0), county=(f"4{number}", f"C{number}")
        )
        town = make.organization(f"Town {number}", cast.keene.kind, county)  # type: ignore[arg-type]
        make.official(
            town,
            f"Head {number}",
            "Mayor",
        )
        cast.corps_program.parties.create(
            organization=town, during=cast.corps_program.in_force, may_request=False
        )

    assert [queries_of(*pair) for pair in zip(readers, pages, strict=True)] == few
    assert few[0] <= 9
