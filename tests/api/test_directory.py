"""The directory and agreements for other software."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.software import Software, software_of

from muster.directory.models import Organization, OrganizationKind

pytestmark = pytest.mark.django_db
POPOLO = "/directory/popolo"


@pytest.fixture
def software(cast: Cast) -> Software:
    return software_of(cast.denton_representative)


def test_members_their_posts_and_who_holds_them_come_as_one_document(
    cast: Cast, software: Software
) -> None:
    found = software.get(POPOLO).json()
    names = {one["name"] for one in found["organizations"]}
    assert cast.keene.name in names
    posts = {one["id"]: one for one in found["posts"]}
    held = {one["post_id"] for one in found["memberships"]}
    assert str(cast.office(cast.keene_representative).pk) in held <= set(posts)
    assert all("phone" not in one and "mail" not in one for one in found["posts"])
    areas = {one["id"] for one in found["areas"]}
    assert all(one["area_id"] in areas for one in found["organizations"] if "area_id" in one)


def test_governments_that_are_no_members_come_when_asked_for(
    cast: Cast, software: Software
) -> None:
    Organization.objects.filter(pk=cast.lubbock.pk).update(member_since=None)

    def names(**query: str) -> set[str]:
        return {one["name"] for one in software.get(POPOLO, **query).json()["organizations"]}

    assert cast.lubbock.name not in names()
    assert cast.lubbock.name in names(everybody="true", state="tx")
    assert names(state="vt") == set()


def test_the_document_takes_five_questions_however_many_there_are(
    cast: Cast, software: Software
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            software.get(POPOLO)
        return len(seen)

    software.get(POPOLO)
    before = queries()
    for number in range(5):
        make.organization(f"City {number}", OrganizationKind.CITY, cast.texas)
    assert queries() == before


def test_an_agreement_comes_with_its_clauses(cast: Cast, software: Software) -> None:
    found = software.get(f"/agreements/{cast.statewide.slug}").json()
    assert found["name"] == cast.statewide.name
    kinds = [one["kind"] for one in found["clauses"]]
    assert "scope" in kinds
    assert all(one["citation"] for one in found["clauses"])
    assert software.get("/agreements/nonsense").status_code == 404
