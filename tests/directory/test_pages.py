"""Finding members and governments on the pages, and what is told of one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.signed_in import client_of

from muster.directory.models import Jurisdiction, Organization, OrganizationKind

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.mark.django_db
def test_governments_that_are_no_members_are_shown_when_asked_for(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.lubbock.pk).update(member_since=None)
    town = client_of(cast.keene_representative)

    assert "Lubbock" not in town.get("/organizations/?q=lubb").content.decode()
    everybody = town.get("/organizations/?q=lubb&all=yes").content.decode()
    assert "Lubbock" in everybody
    assert "not a member" in everybody
    page = town.get(f"/organizations/{cast.lubbock.slug}/").content.decode()
    assert "Known from an official list" in page


@pytest.mark.django_db
def test_while_typing_the_likeliest_are_shown_and_without_a_script_all_of_them(cast: Cast) -> None:
    town = client_of(cast.keene_representative)

    typed = town.get("/organizations/?q=dento", **HTMX).content.decode()
    assert "Denton County" in typed
    assert "<html" not in typed
    nothing = town.get("/organizations/?q=zzzz", **HTMX).content.decode()
    assert "Nothing is called like that among the members" in nothing
    cleared = town.get("/organizations/?q=", **HTMX).content.decode()
    assert "found</caption>" in cleared
    assert "<html" not in cleared
    assert "<html" in town.get("/organizations/?q=dento").content.decode()


@pytest.mark.django_db
def test_an_organization_shows_its_neighbors_near_ones_first_and_members_apart(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.johnson.pk).update(member_since=None)
    johnson, denton = cast.johnson.jurisdiction, cast.denton.jurisdiction
    assert johnson
    assert denton
    johnson.neighbours.add(denton)
    Jurisdiction.objects.filter(pk__in=[johnson.pk, denton.pk]).update(kind="county")

    page = client_of(cast.keene_representative).get(f"/organizations/{cast.keene.slug}/")

    text = " ".join(page.content.decode().split())
    members = text.index("Nearest members")
    bordering = text.index("Counties that share a border")
    others = text.index("Nearest that are not members")
    assert members < text.index("Denton County", members) < bordering
    assert bordering < text.index("Denton County", bordering) < others
    assert text.index("Johnson County", others) > others


@pytest.mark.django_db
def test_bodies_under_a_government_and_the_one_above_lead_to_each_other(cast: Cast) -> None:
    sheriff = make.organization("Johnson County Sheriff", OrganizationKind.SHERIFF)
    Organization.objects.filter(pk=sheriff.pk).update(parent=cast.johnson)
    town = client_of(cast.keene_representative)

    above = town.get(f"/organizations/{cast.johnson.slug}/").content.decode()
    assert f"/organizations/{sheriff.slug}/" in above
    below = town.get(f"/organizations/{sheriff.slug}/").content.decode()
    assert f"/organizations/{cast.johnson.slug}/" in below


@pytest.mark.django_db
def test_nobody_is_above_themselves(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.keene.pk).update(parent=cast.johnson)
    for above in (cast.keene, cast.johnson):
        with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
            Organization.objects.filter(pk=cast.johnson.pk).update(parent=above)
    Organization.objects.filter(pk=cast.johnson.pk).update(parent=cast.hub)


@pytest.mark.django_db
def test_a_division_lies_inside_a_larger_one(cast: Cast) -> None:
    town, county = cast.keene.jurisdiction, cast.johnson.jurisdiction
    assert town
    assert county
    with pytest.raises(IntegrityError, match="lies inside no division"), transaction.atomic():
        Jurisdiction.objects.filter(pk=cast.texas.pk).update(parent=county)
    Jurisdiction.objects.filter(pk=town.pk).update(parent=cast.texas)


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_close_a_circle_from_two_sides() -> None:
    one, other = (make.organization(name, OrganizationKind.CITY) for name in ("One", "Other"))

    def put(below: Organization, above: Organization) -> bool:
        try:
            Organization.objects.filter(pk=below.pk).update(parent=above)
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    assert sorted(race(lambda: put(one, other), lambda: put(other, one))) == [False, True]
