"""The audit record in words, found by what, whom and when, and taken away as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import StreamingHttpResponse
from django.test import Client
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.aid.actions import Action
from muster.audit.models import AuditEvent
from muster.audit.recording import record, use_case
from muster.audit.verification import verify
from muster.directory.models import Organization, Tenure
from muster.domain.failures import Refused
from muster.oversight import services
from muster.oversight.queries import Filter
from muster.oversight.words import title_of

CHICAGO = ZoneInfo("America/Chicago")


@use_case
def note(cast: Cast, action: str, about: Organization, **changes: Any) -> None:
    """One event of the coordinator's, about an organization."""
    facts = changes.pop("facts", None)
    actor = replace(cast.actor(cast.coordinator), **changes)
    record(actor=actor, action=action, subject=about, facts=facts, organization_id=about.pk)


@pytest.fixture
def auditor(cast: Cast) -> Client:
    note(cast, "aid:offer:accepted", cast.denton)
    note(cast, "aid:offer:declined", cast.johnson)
    note(cast, "agreements:act:signed", cast.denton)
    return client_of(cast.auditor)


def shown(client: Client, **query: str) -> str:
    answer = client.get("/audit/", query)
    assert answer.status_code == 200
    return answer.content.decode().partition("<tbody>")[2]


def exported(client: Client, **query: str) -> list[dict[str, str]]:
    answer = client.post("/audit/export/", query)
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_an_event_is_shown_in_words_beside_its_code(auditor: Client) -> None:
    rows = shown(auditor)

    assert "Offer accepted <code" in rows
    assert "aid:offer:accepted</code>" in rows
    assert "Denton County" in rows
    assert "on a page" in rows


@pytest.mark.parametrize("action", Action)
def test_every_action_of_the_main_road_has_words(action: Action) -> None:
    title = title_of(action)

    assert ":" not in title.removeprefix("Need: ").removeprefix("Offer: ").replace("answered:", "")
    assert "_" not in title
    assert title[0].isupper()


def test_a_code_without_the_usual_shape_stays_as_it_is() -> None:
    assert title_of("odd") == "odd"


def test_the_action_narrows_the_list_down(auditor: Client) -> None:
    assert "aid:offer:declined" not in shown(auditor, action="aid:offer:accepted")
    both = shown(auditor, action="aid:offer")
    assert "aid:offer:accepted" in both
    assert "aid:offer:declined" in both
    assert "agreements:act:signed" not in both


def test_the_organization_narrows_the_list_down(auditor: Client, cast: Cast) -> None:
    rows = shown(auditor, organization=str(cast.johnson.pk))

    assert "aid:offer:declined" in rows
    assert "aid:offer:accepted" not in rows


def test_an_organization_is_found_by_its_offices_too(auditor: Client, cast: Cast) -> None:
    """What its people did to a request that everybody may see bears no organization of its own."""
    request = road.asked(cast, make.line(make.DIRECTORY, 1))
    sent = AuditEvent.objects.get(subject_id=request.pk, action=Action.REQUEST_SENT)
    assert sent.organization_id is None

    page = auditor.get("/audit/", {"organization": str(cast.keene.pk)}).content.decode()

    assert f"{Action.REQUEST_SENT}</code>" in page
    assert "for Keene, on a page" in page
    assert "What was done in its offices, and what others did that concerns it." in page
    assert Action.REQUEST_SENT not in shown(auditor, organization=str(cast.johnson.pk))
    rows = exported(auditor, organization=str(cast.keene.pk))
    assert str(sent.sequence) in {row["sequence"] for row in rows}
    assert {row["office_id"] for row in rows} == {str(cast.office(cast.keene_representative).pk)}


def test_a_former_holder_acted_for_the_organization_still(auditor: Client, cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 1))
    Tenure.objects.filter(person=cast.keene_representative).update(
        during=DateTimeTZRange(make.LONG_AGO, cast.now)
    )
    assert str(request.pk) in shown(auditor, organization=str(cast.keene.pk))


def test_a_day_runs_from_midnight_to_midnight_where_the_reader_is(cast: Cast) -> None:
    last_second = datetime(2026, 3, 8, 23, 59, 59, 999999, tzinfo=CHICAGO)
    note(cast, "tests:late:evening", cast.denton, at=last_second)
    note(cast, "tests:early:morning", cast.denton, at=datetime(2026, 3, 8, tzinfo=CHICAGO))
    note(cast, "tests:day:before", cast.denton, at=datetime(2026, 3, 7, 23, 59, tzinfo=CHICAGO))
    note(cast, "tests:day:after", cast.denton, at=last_second + timedelta(microseconds=1))

    rows = shown(client_of(cast.auditor), since="2026-03-08", until="2026-03-08")

    assert "tests:late:evening" in rows
    assert "tests:early:morning" in rows
    assert "tests:day:before" not in rows
    assert "tests:day:after" not in rows


def test_the_filter_stays_when_one_turns_the_page(cast: Cast) -> None:
    for _ in range(51):
        note(cast, "aid:offer:accepted", cast.denton)
    note(cast, "aid:offer:declined", cast.denton)
    client = client_of(cast.auditor)
    wanted = {"action": "aid:offer:accepted", "organization": str(cast.denton.pk)}

    first = client.get("/audit/", wanted).content.decode()

    link = first.partition('aria-label="Pages"')[2].partition('href="')[2].partition('"')[0]
    second = client.get("/audit/" + link.replace("&amp;", "&")).content.decode()
    assert "Page 2 of 2" in second
    assert second.count("aid:offer:accepted</code>") == 1
    assert "aid:offer:declined</code>" not in second


def test_a_filter_that_matches_nothing_says_so_and_offers_everything(auditor: Client) -> None:
    page = auditor.get("/audit/", {"action": "zzz"}).content.decode()

    assert "No event fits" in page
    assert "Everything done on this hub appears here." not in page
    assert "Download" not in page
    assert page.count("Show everything") == 2


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"since": "yesterday"}, "Give a day such as"),
        ({"since": "2026-03-09", "until": "2026-03-08"}, "before the first one"),
        ({"until": "9999-12-31"}, "Give an earlier day."),
        ({"organization": "not-an-id"}, "Choose one from the list."),
    ],
)
def test_a_filter_that_cannot_be_read_says_what_to_change(
    auditor: Client, query: dict[str, str], says: str
) -> None:
    answer = auditor.get("/audit/", query)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_file_holds_the_filtered_events_oldest_first(auditor: Client, cast: Cast) -> None:
    rows = exported(auditor, organization=str(cast.denton.pk))

    assert [row["action"] for row in rows] == ["aid:offer:accepted", "agreements:act:signed"]
    event = AuditEvent.objects.get(action="aid:offer:accepted")
    first = rows[0]
    assert int(first["sequence"]) == event.sequence
    assert datetime.fromisoformat(first["time_utc"]) == event.occurred_at
    assert first["hash"] == event.digest
    assert first["what_was_done"] == "Offer accepted"
    assert first["subject_id"] == str(cast.denton.pk)
    assert json.loads(first["facts_json"]) == {}


def test_taking_a_copy_is_written_down_and_not_part_of_the_copy(
    auditor: Client, cast: Cast
) -> None:
    rows = exported(auditor, action="aid:offer")

    last = AuditEvent.objects.order_by("-sequence")[0]
    assert last.action == services.EXPORTED
    assert last.actor_id == cast.auditor.pk
    assert last.facts == {"filter": {"action": "aid:offer"}, "events": 2, "last_sequence": 3}
    assert len(rows) == 2
    assert [row["action"] for row in exported(auditor)].count(services.EXPORTED) == 1
    assert verify().intact


def test_a_cell_that_begins_like_a_formula_is_defused(cast: Cast) -> None:
    note(cast, "aid:offer:accepted", cast.denton, name='=HYPERLINK("http://x")')

    rows = exported(client_of(cast.auditor))

    assert rows[0]["actor"] == '\'=HYPERLINK("http://x")'


def test_only_an_auditor_takes_a_copy(cast: Cast) -> None:
    note(cast, "aid:offer:accepted", cast.denton)

    with refused(Refused, "for auditors"):
        services.export_record(actor=cast.actor(cast.coordinator), wanted=Filter())
    answer = client_of(cast.coordinator).post("/audit/export/")
    assert answer.status_code == 403
    assert "Ask the hub&#x27;s auditor" in answer.content.decode()
    assert client_of(cast.auditor).get("/audit/export/").status_code == 405


def test_an_export_with_an_unreadable_filter_takes_nothing(auditor: Client) -> None:
    before = AuditEvent.objects.count()

    assert auditor.post("/audit/export/", {"since": "yesterday"}).status_code == 422
    assert AuditEvent.objects.count() == before


def test_the_button_for_the_copy_carries_the_filter(auditor: Client, cast: Cast) -> None:
    page = auditor.get("/audit/", {"organization": str(cast.denton.pk)}).content.decode()
    form = page.partition('action="/audit/export/"')[2].partition("</form>")[0]

    assert f'name="organization" value="{cast.denton.pk}"' in form
    assert "Download these 2 events as CSV" in form


def test_verifying_keeps_the_filter(auditor: Client) -> None:
    page = auditor.post("/audit/?action=aid:offer:declined").content.decode()

    assert "The chain is intact" in page
    assert "aid:offer:accepted</code>" not in page
