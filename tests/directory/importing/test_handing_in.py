"""Handing in an official list on a page, and deciding whose a domain is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.directory.importing.invented import DIVISIONS, OTHERS, read, read_all
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.audit.models import AuditEvent
from muster.directory.models import Import, ImportTask, OfficialDomain, Organization
from muster.jobs.queue import work_off

pytestmark = pytest.mark.django_db

LISTS = "/lists/"


def hand_in(client: Client, text: str, *, dry_run: bool = False, **more: str) -> Any:
    file = SimpleUploadedFile("list.csv", text.encode())
    data = {"file": file, **({"dry_run": "on"} if dry_run else {}), **more}
    return client.post(LISTS, data)


@pytest.mark.django_db(transaction=True)
def test_a_list_that_is_handed_in_is_read_by_the_worker(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    waiting = hand_in(hub, DIVISIONS)
    assert "Waiting for the hub" in hub.get(waiting.url).content.decode()
    assert hub.get(waiting.url, headers={"HX-Request": "true"}).status_code == 200

    work_off()

    page = hub.get(waiting.url).content.decode()
    assert "7 added, 0 changed" in page
    assert hub.get(waiting.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    task = ImportTask.objects.get()
    assert bytes(task.data) == b""
    assert task.kept == Import.objects.get()
    assert "list.csv" in hub.get(LISTS).content.decode()
    assert "Fingerprint" in hub.get(f"/lists/imports/{task.kept.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_on_the_page_keeps_nothing(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    waiting = hand_in(hub, DIVISIONS, dry_run=True)
    work_off()
    assert "Nothing was kept" in hub.get(waiting.url).content.decode()
    assert not Import.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_left_office_meanwhile_reads_nothing(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    waiting = hand_in(hub, DIVISIONS)
    cast.coordinator.tenures.all().delete()
    work_off()
    assert "Only the hub coordinator" in ImportTask.objects.get().failure
    assert hub.get(waiting.url).status_code == 403


def test_refused_rows_are_listed_and_downloaded(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    read_all()
    read(OTHERS.replace("county:oak,one", "county:nowhere,one"))
    found = Import.objects.filter(refused__isnull=False).get()
    assert (
        "which is not in the directory." in hub.get(f"/lists/imports/{found.pk}/").content.decode()
    )
    sheet = hub.get(f"/lists/imports/{found.pk}/?format=csv")
    assert b"why it was refused" in b"".join(sheet.streaming_content)  # type: ignore[attr-defined]


def test_a_file_that_no_list_is_says_so_beside_the_field(cast: Cast) -> None:
    answer = hand_in(client_of(cast.coordinator), "a,b\n1,2\n")
    assert answer.status_code == 422
    assert "none of the files that can be read" in answer.content.decode()
    assert not ImportTask.objects.exists()


def test_another_file_under_the_same_key_is_not_taken_for_the_first(cast: Cast) -> None:
    hub = client_of(cast.coordinator)
    assert hand_in(hub, DIVISIONS, idempotency_key="one").status_code == 302
    assert hand_in(hub, DIVISIONS, idempotency_key="one").status_code == 302
    assert ImportTask.objects.count() == 1
    assert hand_in(hub, OTHERS, idempotency_key="one").status_code == 409


@pytest.mark.parametrize("path", [LISTS, "/lists/domains/"])
def test_only_the_coordinator_sees_these_pages(cast: Cast, path: str) -> None:
    assert client_of(cast.keene_representative).get(path).status_code == 403
    assert client_of(cast.coordinator).get(path).status_code == 200


def test_an_undecided_domain_shows_its_candidates_and_a_person_decides(cast: Cast) -> None:
    read_all()
    hub = client_of(cast.coordinator)
    page = hub.get("/lists/domains/").content.decode()
    assert "fernvt.gov" in page
    assert "Town of Fern, Elm County" in page
    assert "Town of Fern, Oak County" in page
    fern = OfficialDomain.objects.get(domain="fernvt.gov")
    chosen = Organization.objects.get(slug="town-of-fern-vt-5000300200")

    answer = hub.post(f"/lists/domains/{fern.pk}/decide/", {"organization": str(chosen.pk)})

    assert answer.url == "/lists/domains/"
    fern.refresh_from_db()
    assert (fern.organization, fern.decided_by) == (chosen, cast.coordinator)
    assert (
        "fernvt.gov"
        in client_of(cast.keene_representative)
        .get(f"/organizations/{chosen.slug}/")
        .content.decode()
    )
    assert AuditEvent.objects.filter(action="directory:domain:decided").exists()
    second = hub.post(f"/lists/domains/{fern.pk}/decide/", {"organization": "nobody"})
    assert second.status_code == 409


def test_a_decision_is_taken_back(cast: Cast) -> None:
    read_all()
    hub = client_of(cast.coordinator)
    fern = OfficialDomain.objects.get(domain="fernvt.gov")
    hub.post(f"/lists/domains/{fern.pk}/decide/", {"organization": "nobody"})
    fern.refresh_from_db()
    assert fern.set_aside
    assert "nobody here" in hub.get("/lists/domains/").content.decode()
    hub.post(f"/lists/domains/{fern.pk}/reopen/")
    fern.refresh_from_db()
    assert (fern.set_aside, fern.decided_at) == (False, None)
    assert hub.post(f"/lists/domains/{fern.pk}/reopen/").status_code == 409


def test_another_government_is_looked_for_by_name(cast: Cast) -> None:
    read_all()
    hub = client_of(cast.coordinator)
    fern = OfficialDomain.objects.get(domain="fernvt.gov")
    page = hub.get(f"/lists/domains/{fern.pk}/?q=reed+school").content.decode()
    assert "Reed School District, Elm County, VT" in page


@pytest.mark.parametrize("said", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_choice_that_is_none_is_answered_with_what_to_do(cast: Cast, said: str) -> None:
    read_all()
    fern = OfficialDomain.objects.get(domain="fernvt.gov")
    answer = client_of(cast.coordinator).post(
        f"/lists/domains/{fern.pk}/decide/", {"organization": said}
    )
    assert answer.status_code == 422
    assert "choose one" in answer.content.decode()
