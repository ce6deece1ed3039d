"""The pages on which partners and bodies are entered, corrected, moved and ended."""

from __future__ import annotations

import pytest
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.entered import CENTER, TYPED
from tests.support.signed_in import client_of

from muster.directory.models import Organization, OrganizationKind


def test_a_partner_is_added_on_its_page_and_a_name_alike_is_shown_first(cast: Cast) -> None:
    desk = client_of(cast.coordinator)
    assert "/organizations/new/" in desk.get("/organizations/").content.decode()
    page = desk.get("/organizations/new/").content.decode()
    assert "It is this one" not in page
    assert "None of these" not in page

    done = desk.post("/organizations/new/", TYPED)
    made = Organization.objects.get(kind=OrganizationKind.UNIVERSITY)
    assert (done.status_code, done["Location"]) == (302, f"/organizations/{made.slug}/")

    again = desk.post("/organizations/new/", TYPED)
    text = again.content.decode()
    assert again.status_code == 409
    assert "It is this one" in text
    assert f'href="/organizations/{made.slug}/"' in text
    assert 'value="Prairie Synthetic University"' in text
    assert 'name="another"' in text
    assert desk.post("/organizations/new/", {**TYPED, "another": "on"}).status_code == 302
    assert Organization.objects.filter(kind=OrganizationKind.UNIVERSITY).count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    desk = client_of(cast.coordinator)
    for changes, said in (
        ({"town": "Nowhere at all"}, "on record is called so"),
        ({"latitude": "north", "longitude": "1"}, "Give degrees as a number"),
        ({"as_of": "soon"}, "Give a day such as"),
        ({"domain": "gmail.com"}, "Anybody can have an address"),
        ({"kind": "city"}, "Choose what it is."),
    ):
        answer = desk.post("/organizations/new/", {**TYPED, **changes})
        assert answer.status_code in {409, 422}, changes
        assert said in answer.content.decode(), changes
        assert 'value="Prairie Synthetic University"' in answer.content.decode()
    assert not Organization.objects.filter(kind=OrganizationKind.UNIVERSITY).exists()


def test_a_representative_adds_a_body_and_corrects_it(cast: Cast) -> None:
    county = client_of(cast.johnson_representative)
    above = f"/organizations/{cast.johnson.slug}/"
    assert f"{above}bodies/new/" in county.get(above).content.decode()
    assert "Johnson County" in county.get(f"{above}bodies/new/").content.decode()
    done = county.post(f"{above}bodies/new/", CENTER)
    assert done.status_code == 302
    made = Organization.objects.get(kind=OrganizationKind.EMERGENCY_CENTER)

    page = county.get(f"/organizations/{made.slug}/").content.decode()
    assert "Entered by the hub" in page
    assert "County directory 2026" in page
    form = county.get(f"/organizations/{made.slug}/correct/").content.decode()
    assert 'value="Johnson County 911"' in form
    assert 'name="town"' not in form
    address = f"/organizations/{made.slug}/correct/"
    changed = county.post(address, {**CENTER, "website": "911.example"}, follow=True)
    assert "Corrected." in changed.content.decode()
    made.refresh_from_db()
    assert made.website == "https://911.example"
    assert county.post(address, {**CENTER, "name": ""}).status_code == 422


def test_of_a_listed_government_only_other_names_and_the_website_are_asked(cast: Cast) -> None:
    town = client_of(cast.keene_representative)
    page = town.get(f"/organizations/{cast.keene.slug}/correct/").content.decode()
    assert "as the official list has them" in page
    assert 'name="name"' not in page
    answer = town.post(
        f"/organizations/{cast.keene.slug}/correct/", {"also_known_as": "Keeneville"}
    )
    assert answer.status_code == 302
    shown = town.get(f"/organizations/{cast.keene.slug}/").content.decode()
    assert "Keeneville" in shown


def test_its_own_representative_is_not_asked_for_name_and_kind(cast: Cast) -> None:
    page = client_of(cast.corps_representative).get(f"/organizations/{cast.corps.slug}/correct/")
    text = page.content.decode()
    assert "changes what it is" in text
    assert 'name="name"' not in text
    assert 'name="website"' in text
    desk = client_of(cast.coordinator).get(f"/organizations/{cast.corps.slug}/correct/")
    assert 'name="name"' in desk.content.decode()


def test_a_body_is_moved_by_looking_for_the_one_above(cast: Cast) -> None:
    sheriff = make.organization("Johnson County Sheriff", OrganizationKind.SHERIFF)
    Organization.objects.filter(pk=sheriff.pk).update(parent=cast.johnson)
    desk = client_of(cast.coordinator)
    address = f"/organizations/{sheriff.slug}/move/"

    assert "Put it there" not in desk.get(address).content.decode()
    found = desk.get(f"{address}?q=keene").content.decode()
    assert f'value="{cast.keene.slug}"' in found
    done = desk.post(f"{address}?q=keene", {"parent": cast.keene.slug})
    assert done.status_code == 302
    sheriff.refresh_from_db()
    assert sheriff.parent == cast.keene
    assert desk.post(f"{address}?q=zzzz", {"parent": cast.keene.slug}).status_code == 422

    Organization.objects.filter(pk=cast.denton.pk).update(parent=sheriff)
    circle = desk.post(f"{address}?q=denton", {"parent": cast.denton.slug})
    assert circle.status_code == 409
    assert "lies under it" in circle.content.decode()


def test_one_is_marked_as_ceased_and_opened_again(cast: Cast) -> None:
    desk = client_of(cast.coordinator)
    page = f"/organizations/{cast.denton.slug}/"
    said = {"closed_on": "2026-01-31", "reason": "Merged.", "successor": cast.johnson.slug}
    assert desk.post(f"{page}close/?q=johnson", {**said, "reason": ""}).status_code == 422
    assert desk.post(f"{page}close/?q=johnson", said).status_code == 302

    shown = desk.get(page).content.decode()
    assert "It has ceased" in shown
    assert "took over from it" in shown
    assert "Took over from" in desk.get(f"/organizations/{cast.johnson.slug}/").content.decode()
    assert "Denton County" not in desk.get("/organizations/?q=denton").content.decode()
    asked = desk.get("/organizations/?q=denton&closed=yes").content.decode()
    assert "ceased Jan" in asked
    assert desk.get(f"{page}correct/").status_code == 200

    assert desk.post(f"{page}reopen/").status_code == 302
    assert "It has ceased" not in desk.get(page).content.decode()


@pytest.mark.parametrize("what", ["new", "bodies/new", "correct", "move", "close"])
def test_strangers_are_told_why_not(cast: Cast, what: str) -> None:
    sheriff = make.organization("Johnson County Sheriff", OrganizationKind.SHERIFF)
    page = "/organizations/new/" if what == "new" else f"/organizations/{sheriff.slug}/{what}/"
    answer = client_of(cast.stranger).get(page)
    assert answer.status_code == 403
    assert "Only" in answer.content.decode()
    nowhere = client_of(cast.coordinator).get(f"/organizations/nobody-here/{what}/")
    assert nowhere.status_code == 404


def test_the_pages_cost_a_known_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    desk = client_of(cast.coordinator)
    desk.get("/organizations/new/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        desk.get("/organizations/new/")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        desk.get(f"/organizations/{cast.keene.slug}/correct/")
