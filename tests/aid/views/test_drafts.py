"""Whatever happens to the request, what was typed stays."""

from __future__ import annotations

import pytest
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.models import Request
from muster.aid.services import drafts
from muster.authz.actors import Duty

STORY = "Every screen shows a note."
GOOD = {
    "kind": "ransomware",
    "what_happened": STORY,
    "priority": "2",
    "mode": "on_site",
    "days": "5",
    "count_rebuild-technician": "2",
    "where_to_report": "City Hall",
    "call_back_number": "+1 940 555 0100",
    "declared": "unknown",
    "tlp": "amber",
}


@pytest.fixture
def draft(cast: Cast) -> Request:
    return drafts.start_draft(
        actor=cast.actor(cast.keene_representative), organization=cast.keene, exercise=False
    )


def address(draft: Request) -> str:
    return f"/requests/draft/{draft.pk}/"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"call_back_number": "911"}, "works outside your own network"),
        ({"kind": ""}, "Choose what happened"),
        ({"kind": "aliens"}, "Select a valid choice"),
        ({"starts_at": "soon"}, "Give a date and time"),
        ({"starts_at": "2001-01-01T00:00"}, "lies in the past"),
        ({"days": "0"}, "at least one day"),
        ({"days": "10000"}, "at most 60 days"),
        ({"count_rebuild-technician": "0"}, "at least one person"),
        ({"count_rebuild-technician": "10000"}, "Ask for at most 500"),
        ({"where_to_report": ""}, "Say where helpers report"),
        ({"what_happened": STORY + "x" * 6000}, "Keep this under 5,000"),
    ],
)
def test_a_refused_request_says_what_to_mend_and_is_kept(
    cast: Cast, draft: Request, changes: dict[str, str], sentence: str
) -> None:
    typed = GOOD | changes
    answer = client_of(cast.keene_representative).post(address(draft), typed | {"action": "send"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    draft.refresh_from_db()
    assert draft.typed["what_happened"] == typed["what_happened"]
    assert draft.number is None


def test_two_megabytes_are_refused_with_a_sentence(cast: Cast, draft: Request) -> None:
    answer = client_of(cast.keene_representative).post(
        address(draft), GOOD | {"what_happened": "x" * 2_000_000, "action": "send"}
    )

    assert answer.status_code == 413
    draft.refresh_from_db()
    assert draft.number is None


def test_more_than_a_draft_keeps_is_shown_again(cast: Cast, draft: Request) -> None:
    long = "word " * 50_000
    answer = client_of(cast.keene_representative).post(
        address(draft), GOOD | {"what_happened": long, "action": "send"}
    )

    assert answer.status_code == 422
    assert "more text than a draft can keep" in answer.content.decode()
    assert long.strip()[:500] in answer.content.decode()


def test_sending_twice_sends_once(cast: Cast, draft: Request) -> None:
    client = client_of(cast.keene_representative)
    first = client.post(address(draft), GOOD | {"action": "send"})
    second = client.post(address(draft), GOOD | {"action": "send"})

    draft.refresh_from_db()
    assert first.headers["Location"] == f"/requests/{draft.number}/match/"
    assert second.headers["Location"] == f"/requests/{draft.number}/"
    assert Request.objects.count() == 1


def test_a_contact_writes_and_cannot_send_but_loses_nothing(cast: Cast, draft: Request) -> None:
    answer = client_of(cast.keene_contact).post(address(draft), GOOD | {"action": "send"})

    assert answer.status_code == 403
    assert "has to send it" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.typed["what_happened"] == STORY


def test_two_people_in_one_draft_do_not_overwrite_each_other(cast: Cast, draft: Request) -> None:
    seen = str(draft.version)
    client_of(cast.keene_contact).post(address(draft) + "save/", GOOD | {"draft_version": seen})

    answer = client_of(cast.keene_representative).post(
        address(draft) + "save/", GOOD | {"what_happened": "", "draft_version": seen}
    )

    assert answer.status_code == 409
    assert "Somebody else is writing" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.typed["what_happened"] == STORY


def test_saving_while_sending_is_under_way_is_no_error(cast: Cast, draft: Request) -> None:
    client = client_of(cast.keene_representative)
    client.post(address(draft), GOOD | {"action": "send"})

    answer = client.post(address(draft) + "save/", GOOD)

    assert answer.status_code == 200
    assert "was sent as" in answer.content.decode()


def test_a_request_that_cannot_be_matched_is_sent_all_the_same(
    cast: Cast, draft: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("two helpers share an id")

    monkeypatch.setattr("muster.aid.services.matching.solve", broken)
    answer = client_of(cast.keene_representative).post(
        address(draft), GOOD | {"action": "send"}, follow=True
    )

    draft.refresh_from_db()
    assert draft.number is not None
    assert "is sent, but not matched" in answer.content.decode()


def test_a_stranger_finds_no_draft(cast: Cast, draft: Request) -> None:
    assert client_of(cast.stranger).get(address(draft)).status_code == 404


def test_a_town_without_a_representative_is_told_who_can_send(cast: Cast, draft: Request) -> None:
    office = cast.office(cast.keene_representative)
    office.duties, office.authorities = [Duty.CONTACT.value], []
    office.save()

    answer = client_of(cast.keene_representative).post(address(draft), GOOD | {"action": "send"})

    assert answer.status_code == 403
    assert "authorized representative" in answer.content.decode()


def test_the_calculator_fills_in_people_and_keeps_the_rest(cast: Cast, draft: Request) -> None:
    answer = client_of(cast.keene_representative).post(
        address(draft),
        {"what_happened": STORY, "computers": "4000", "rebuild_days": "10", "action": "calculate"},
    )

    draft.refresh_from_db()
    assert answer.status_code == 200
    # 10 h × 60 ÷ 45 min × 4 at once = 53 a day; 4,000 ÷ (53 × 10) = 7.5, so 8.
    assert draft.typed["count_rebuild-technician"] == "8"
    assert draft.typed["what_happened"] == STORY
    assert make.REBUILD == "rebuild-technician"


def test_the_enter_key_saves_and_neither_sends_nor_calculates(cast: Cast, draft: Request) -> None:
    page = client_of(cast.keene_representative).get(address(draft)).content.decode()
    form = page[page.index("hx-post") :]
    first_button = form[form.index("<button") :].split(">", 1)[0]
    assert 'value="save"' in first_button


def test_two_windows_of_one_person_add_up(cast: Cast, draft: Request) -> None:
    client, seen = client_of(cast.keene_representative), str(draft.version)
    client.post(address(draft) + "save/", {"what_happened": STORY, "draft_version": seen})
    client.post(
        address(draft) + "save/",
        {"what_happened": "", "call_back_name": "Keene", "draft_version": seen},
    )

    draft.refresh_from_db()
    assert (draft.typed["what_happened"], draft.typed["call_back_name"]) == (STORY, "Keene")
