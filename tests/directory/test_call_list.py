"""The call list: whom to dial now, everywhere and at home, on screen, on paper and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.directory.rotas import NUMBER, put_on_call
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.authz.actors import Duty
from muster.directory.models import Office, Organization, OrganizationKind

pytestmark = pytest.mark.django_db
LIST = "/call-list/"
CSV = "/call-list/call-list.csv"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_coordinator_sees_every_member_with_its_numbers_or_that_there_is_none(
    cast: Cast,
) -> None:
    put_on_call(cast, cast.keene_contact)
    put_on_call(cast, cast.keene_contact, call_order=2, phone="+1 817 555 0102 ext. 7")
    Office.objects.filter(pk=cast.office(cast.denton_representative).pk).update(
        phone="+1 940 555 0100"
    )
    Organization.objects.filter(pk=cast.guard.pk).update(member_since=None)
    page = text_of(client_of(cast.coordinator).get(LIST))
    assert page.index("First call") < page.index(NUMBER) < page.index("Second call")
    assert 'href="tel:+18175550102;ext=7"' in page
    assert "Representative&#x27;s office" in page
    assert "No number on record" in page
    assert "As of <time" in page
    assert "National Guard" not in page
    assert "6 organizations, 4 without any number" in page


@pytest.mark.parametrize("path", [LIST, CSV])
def test_nobody_else_sees_the_whole_list(cast: Cast, path: str) -> None:
    put_on_call(cast, cast.keene_contact)
    for who in (cast.keene_contact, cast.keene_representative, cast.auditor, cast.stranger):
        answer = client_of(who).get(path)
        assert answer.status_code == 403
        assert "Only the hub coordinator" in text_of(answer)
        assert NUMBER not in text_of(answer)
    volunteer = cast.denton_staff[0].person
    assert client_of(volunteer).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_each_sees_its_own_list_and_nobody_elses(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    own = "/organizations/keene/call-list/"
    for who in (cast.keene_representative, cast.coordinator):
        assert NUMBER in text_of(client_of(who).get(own))
    for who in (cast.stranger, cast.auditor, cast.denton_representative):
        assert client_of(who).get(own).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=lubb", "Lubbock", "Denton County"),
        ("county=48121", "Denton County</a>", "Keene</a>"),
        ("county=48251&q=keene", "Keene</a>", "Johnson County</a>"),
        ("state=tx", "Keene</a>", "nobody"),
        ("state=zz", "Nobody found", "Keene</a>"),
        ("q=%25&county=%27;--", "Nobody found", "Keene</a>"),
    ],
)
def test_it_can_be_narrowed_by_name_county_and_state(
    cast: Cast, query: str, shown: str, hidden: str
) -> None:
    client = client_of(cast.coordinator)
    page = text_of(client.get(f"{LIST}?{query}")).split("</form>")[-1]
    assert shown in page
    assert hidden not in page
    assert client.get(f"{CSV}?{query}").status_code == 200


def test_the_csv_holds_a_line_for_each_number_and_nothing_a_spreadsheet_would_run(
    cast: Cast,
) -> None:
    put_on_call(cast, cast.keene_contact, person_name="=cmd()")
    answer = client_of(cast.coordinator).get(f"{CSV}?q=keene")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["organization"] for row in rows] == ["Keene"]
    assert rows[0]["phone"] == f"'{NUMBER}"
    assert rows[0]["person"] == "'=cmd()"
    assert rows[0]["as of"]
    everything = client_of(cast.coordinator).get(CSV).getvalue().decode()
    assert "no number on record" in everything


def test_the_list_costs_the_same_however_many_organizations_there_are(cast: Cast) -> None:
    client = client_of(cast.coordinator)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            assert answer.status_code == 200
        return len(queries)

    few = {path: cost(path) for path in (LIST, f"{LIST}?q=t", CSV)}
    for number in range(30):
        town = make.organization(f"Town {number}", OrganizationKind.CITY, cast.texas)
        Office.objects.create(
            organization=town, title="Lead", duties=[Duty.REPRESENT], phone="+1 512 555 0100"
        )
    assert {path: cost(path) for path in few} == few
    assert max(few.values()) <= 12


def test_a_long_list_comes_in_pages_and_whole_for_printing(cast: Cast) -> None:
    for number in range(60):
        make.organization(f"Town {number:02}", OrganizationKind.CITY, cast.texas)
    client = client_of(cast.coordinator)
    first = text_of(client.get(LIST))
    assert "67 organizations, 67 without any number" in first
    assert "Page 1 of 2" in first
    assert "Town 59" not in first
    assert "Town 59" in text_of(client.get(f"{LIST}?page=2"))
    whole = text_of(client.get(f"{LIST}?all=yes"))
    assert "Town 59" in whole
    assert "Denton County" in whole
    assert "Page 1" not in whole


def test_a_partner_is_listed_in_the_state_and_county_of_its_seat(cast: Cast) -> None:
    partner = make.organization("Prairie Synthetic University", OrganizationKind.UNIVERSITY)
    Organization.objects.filter(pk=partner.pk).update(seat=cast.denton.jurisdiction)
    client = client_of(cast.coordinator)
    for query in ("state=tx", "county=48121"):
        assert "Prairie Synthetic" in text_of(client.get(f"{LIST}?{query}"))
    assert "Prairie Synthetic" not in text_of(client.get(f"{LIST}?county=48251"))
    told = client.get(f"{CSV}?q=prairie").getvalue().decode()
    assert "Denton County,TX" in told
