"""The pages of the roster: nothing typed is lost, and nobody reads another's counts."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.authz.actors import Duty
from muster.responders.models import Kit, Responder

SWITCH = "network-switch"


def get(person: Person, path: str, status: int = 200) -> str:
    answer = client_of(person).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(person: Person, path: str, status: int, **typed: str) -> str:
    answer = client_of(person).post(path, typed)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "organization": str(cast.denton.pk),
        "name": "Denton Four",
        "email": "denton.four@people.synthetic.example",
        "duty_status": "employee",
        "remote_capable": "on",
        "hourly": "42.50",
        "level_directory-recovery": "2",
        **changes,
    }


def test_the_representative_adds_changes_and_restores(cast: Cast) -> None:
    lead = cast.denton_representative
    post(lead, "/roster/add/", 302, **typed(cast))
    added = Responder.objects.get(name="Denton Four")
    assert added.hourly_cents == 4250
    assert "4 people on the roster" in get(lead, "/roster/")

    form = get(lead, f"/roster/{added.pk}/")
    assert 'value="42.50"' in form
    assert re.search(r'id="id_level_directory-recovery".*?value="2" selected', form, re.DOTALL)
    changed = typed(cast, **{"level_directory-recovery": "", "level_rebuild-technician": "3"})
    post(lead, f"/roster/{added.pk}/", 302, **changed)
    assert [q.position for q in added.qualifications.all()] == ["rebuild-technician"]

    post(lead, f"/roster/{added.pk}/remove/", 302)
    get(lead, f"/roster/{added.pk}/", 404)
    assert "Put Denton Four back" in get(lead, "/roster/removed/")
    post(lead, f"/roster/{added.pk}/restore/", 302)
    post(lead, f"/roster/{added.pk}/restore/", 409)
    assert "Denton Four" in get(lead, "/roster/")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "denton.four"}, "Give a whole address, such as name@county.example."),
        ({"level_directory-recovery": ""}, "Give at least one position"),
        ({"level_directory-recovery": "9"}, "Select a valid choice"),
        ({"hourly": "many"}, "Enter a number."),
        ({"organization": "x"}, "Select a valid choice"),
    ],
)
def test_a_faulty_entry_keeps_what_was_typed(
    cast: Cast, changes: dict[str, str], says: str
) -> None:
    before = row_counts()
    page = post(cast.denton_representative, "/roster/add/", 422, **typed(cast, **changes))

    assert says in page
    assert 'value="Denton Four"' in page
    assert row_counts() == before


def test_an_address_on_the_roster_is_refused_beside_its_field(cast: Cast) -> None:
    post(cast.denton_representative, "/roster/add/", 302, **typed(cast))
    page = post(cast.denton_representative, "/roster/add/", 409, **typed(cast, name="Again"))
    assert "Denton Four is on your roster with this address." in page
    assert 'value="Again"' in page


def test_a_faulty_change_keeps_what_was_typed(cast: Cast) -> None:
    path = f"/roster/{cast.denton_staff[0].pk}/"
    page = post(cast.denton_representative, path, 422, name="New name", duty_status="employee")
    assert "Give at least one position" in page
    assert 'value="New name"' in page


def test_others_get_no_form_and_find_nobody(cast: Cast) -> None:
    other, person = cast.johnson_representative, cast.denton_staff[0]
    for path in (f"/roster/{person.pk}/", f"/roster/{person.pk}/restore/"):
        post(other, path, 404)
    post(other, f"/roster/equipment/{cast.denton_laptops.pk}/", 404, units="1")
    post(other, "/roster/add/", 422, **typed(cast))
    post(cast.coordinator, "/roster/add/", 403, **typed(cast))
    post(cast.keene_contact, "/roster/equipment/add/", 403, position=SWITCH, units="1")
    assert not Responder.objects.filter(name="Denton Four").exists()


def test_a_contact_reads_the_roster_and_changes_nothing(cast: Cast) -> None:
    contact = make.official(cast.denton, "Denton Contact", "IT", Duty.CONTACT)
    page = get(contact, "/roster/")
    assert "Denton One" in page
    assert "Take off" not in page
    assert "Add a person" not in page
    assert "Add equipment" not in get(contact, "/roster/equipment/")
    get(contact, f"/roster/{cast.denton_staff[0].pk}/", 403)


def test_stocks_are_added_and_counted_and_faults_are_kept(cast: Cast) -> None:
    lead, laptops = cast.denton_representative, cast.denton_laptops
    path = "/roster/equipment/"
    own = {"organization": str(cast.denton.pk)}
    post(lead, f"{path}add/", 302, **own, position=SWITCH, units="4")
    assert Kit.objects.filter(organization=cast.denton, position=SWITCH, units=4).exists()
    assert "Change how many there are instead" in post(
        lead, f"{path}add/", 409, **own, position=SWITCH, units="9"
    )
    assert 'value="-3"' in post(lead, f"{path}add/", 422, **own, position=SWITCH, units="-3")
    post(lead, f"{path}{laptops.pk}/", 302, units="12")
    laptops.refresh_from_db()
    assert laptops.units == 12
    page = post(lead, f"{path}{laptops.pk}/", 422, units="many")
    assert 'value="many"' in page
    assert '<details class="m-details" open>' in page


def test_an_address_too_long_to_store_keeps_the_form(cast: Cast) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"
    page = post(cast.denton_representative, "/roster/add/", 422, **typed(cast, email=long))
    assert "Keep the address within 254 characters." in page
    assert long in page


def test_nobody_else_reads_the_count_of_a_stock(cast: Cast) -> None:
    Kit.objects.update(units=4711)
    assert "4711 × spare laptop" in get(cast.denton_representative, "/roster/")
    for person in (cast.keene_representative, cast.coordinator, cast.auditor):
        for path in ("/roster/", "/roster/equipment/", "/agreements/", "/me/"):
            assert "4711" not in client_of(person).get(path).content.decode()


def test_empty_pages_say_what_to_do(cast: Cast) -> None:
    page = get(cast.keene_representative, "/roster/")
    assert "Nobody on your roster" in page
    assert 'href="/roster/add/"' in page
    assert "No equipment yet" in get(cast.keene_representative, "/roster/equipment/")
    assert "Nobody was taken off" in get(cast.keene_representative, "/roster/removed/")


def test_every_cell_is_labeled_for_the_cards_of_a_phone(cast: Cast) -> None:
    page = get(cast.denton_representative, "/roster/")
    assert "usa-table--stacked" in page
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<(?:td|th)\b[^>]*>", body)
    assert len(cells) == 12
    assert all("data-label=" in cell for cell in cells)


def test_one_person_is_counted_as_one(cast: Cast) -> None:
    Responder.objects.filter(organization=cast.denton).exclude(pk=cast.denton_staff[0].pk).update(
        removed_at=cast.now
    )
    assert "1 person on the roster" in get(cast.denton_representative, "/roster/")


@pytest.mark.parametrize(
    ("path", "most"), [("/roster/", 10), ("/roster/removed/", 8), ("/roster/equipment/", 8)]
)
def test_more_people_and_stocks_cost_no_query_more(cast: Cast, path: str, most: int) -> None:
    client = client_of(cast.denton_representative)
    Responder.objects.filter(pk=cast.denton_staff[0].pk).update(removed_at=cast.now)

    def count() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = count()
    for number in range(5):
        made = make.responder(cast.denton, f"More {number}", {make.REBUILD: 2, make.DIRECTORY: 1})
        make.responder(cast.denton, f"Gone {number}", {make.REBUILD: 2}, removed_at=cast.now)
        assert made.removed_at is None
    make.kit(cast.denton, SWITCH, 3)
    assert count() == few <= most
