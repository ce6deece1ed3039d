"""The pages that change a sent request keep what was typed, whatever happens."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.models import Request


def typed(client: Client, request: Request, **changes: str) -> dict[str, object]:
    """The form as the page shows it, with changes."""
    page = client.get(f"/requests/{request.number}/amend/")
    form = page.context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    for name in ("starts_at", "ends_at"):
        shown[name] = form[name].subwidgets[0].data["value"]
    return {**shown, "version": str(request.version), **changes}


def test_a_corrected_number_shows_on_the_request(cast: Cast) -> None:
    request, client = road.asked(cast), client_of(cast.keene_representative)
    data = typed(client, request, call_back_number="+1 817 555 0142")

    answer = client.post(f"/requests/{request.number}/amend/", data, follow=True)

    assert "+1 817 555 0142" in answer.content.decode()
    request.refresh_from_db()
    assert request.during == Request.objects.get(pk=request.pk).during


def test_the_window_is_unchanged_to_the_second_when_its_minutes_are_unchanged(cast: Cast) -> None:
    request, client = road.asked(cast), client_of(cast.keene_representative)
    before = request.during

    client.post(f"/requests/{request.number}/amend/", typed(client, request))

    request.refresh_from_db()
    assert (request.during, request.version) == (before, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"call_back_number": "911"}, "outside your own network"),
        ({"call_back_number": ""}, "outside your own network"),
        ({"ends_at": "tomorrow"}, "Give a date and time"),
        ({"ends_at": "2001-01-01T00:00"}, "after the start"),
        ({"ends_at": "2199-01-01T00:00"}, "at most 60 days"),
        ({"ends_at": "9999-12-31T23:59"}, "Check the year"),
        ({"where_to_report": ""}, "street address"),
        ({"tlp": "pink"}, "Select a valid choice"),
    ],
)
def test_a_bad_change_keeps_what_was_typed(
    cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    request, client = road.asked(cast), client_of(cast.keene_representative)
    data = typed(client, request, what_happened="Now the phones too.", **changes)

    answer = client.post(f"/requests/{request.number}/amend/", data)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Now the phones too." in answer.content.decode()
    request.refresh_from_db()
    assert request.version == 1


def test_a_stale_form_keeps_what_was_typed_and_nothing_that_was_not(cast: Cast) -> None:
    request, client = road.asked(cast), client_of(cast.keene_representative)
    stale = typed(client, request, call_back_number="+1 817 555 0142")
    other = typed(client, request, where_to_report="Fire station", call_back_name="Night desk")
    client.post(f"/requests/{request.number}/amend/", other)

    answer = client.post(f"/requests/{request.number}/amend/", stale)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "the call-back number, now “+1 817 555 0100”" in page
    assert "where to report, now" not in page
    assert 'name="version" value="2"' in page
    again = {bound.html_name: bound.value() for bound in answer.context["form"]}
    client.post(f"/requests/{request.number}/amend/", {**again, "version": "2"})
    request.refresh_from_db()
    assert (request.where_to_report, request.call_back_name, request.call_back_number) == (
        "Fire station",
        "Night desk",
        "+1 817 555 0142",
    )


@pytest.mark.parametrize("hour", ["01:30", "02:30"])
def test_on_the_nights_the_clocks_change_a_number_can_still_be_corrected(
    cast: Cast, hour: str
) -> None:
    night = "2027-11-07" if hour == "01:30" else "2027-03-14"
    offset = "-06:00"
    begins = datetime.fromisoformat(f"{night}T{hour}:00{offset}")
    request = road.asked(cast, order=make.order(starts_at=begins))
    client = client_of(cast.keene_representative)
    before = request.during

    answer = client.post(
        f"/requests/{request.number}/amend/",
        typed(client, request, call_back_number="+1 817 555 0142"),
    )

    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.during, request.call_back_number) == (before, "+1 817 555 0142")


def test_a_form_without_its_version_is_refused(cast: Cast) -> None:
    request, client = road.asked(cast), client_of(cast.keene_representative)
    data = typed(client, request, call_back_number="+1 817 555 0142", version="")

    answer = client.post(f"/requests/{request.number}/amend/", data)

    assert answer.status_code == 422
    assert "Reload the page" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("keene_contact", 403), ("coordinator", 403), ("denton_representative", 404)],
)
@pytest.mark.parametrize("page", ["amend", "more"])
def test_others_do_not_get_the_form(cast: Cast, who: str, status: int, page: str) -> None:
    request = road.asked(cast)

    answer = client_of(getattr(cast, who)).get(f"/requests/{request.number}/{page}/")

    assert answer.status_code == status


def line_address(request: Request, step: str = "") -> str:
    return f"/requests/{request.number}/lines/{request.needs.get().pk}/{step}"


def test_the_number_of_a_line_is_changed_on_its_own_page(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 2))
    client = client_of(cast.keene_representative)
    assert "Nobody is asked for it yet" in client.get(line_address(request)).content.decode()

    answer = client.post(line_address(request, "count/"), {"count": "5", "version": "1"})

    assert answer.status_code == 302
    assert request.needs.get().count == 5


@pytest.mark.parametrize("count", ["0", "-3", "501", "many", "", "1e3", "99999999999999999999"])
def test_a_bad_number_is_answered_with_a_sentence(cast: Cast, count: str) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 2))
    client = client_of(cast.keene_representative)

    answer = client.post(line_address(request, "count/"), {"count": count, "version": "1"})

    assert answer.status_code == 422
    assert "usa-error-message" in answer.content.decode()
    assert request.needs.get().count == 2


def test_the_coordinator_must_say_why_nobody_can_be_found(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 2))
    client = client_of(cast.coordinator)

    refused = client.post(line_address(request, "unable/"), {"reason": " "})
    done = client.post(line_address(request, "unable/"), {"reason": "All counties asked."})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert request.needs.get().unable_reason == "All counties asked."


def test_a_lender_has_no_page_for_the_town_s_line(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 2))

    answer = client_of(cast.denton_representative).get(line_address(request))

    assert answer.status_code == 404


def test_the_old_code_of_a_revised_order_says_that_it_is_replaced(cast: Cast) -> None:
    mission = road.bound(cast)
    request, client = mission.commitment.offer.request, client_of(cast.keene_representative)
    old = mission.order.code
    request.refresh_from_db()
    data = typed(client, request, call_back_number="+1 817 555 0142")
    client.post(f"/requests/{request.number}/amend/", data)

    answer = Client().get(f"/verify/{old}/")

    assert "This order was replaced" in answer.content.decode()
    mission.order.refresh_from_db()
    paper = client.get(f"/missions/{mission.number}/order.pdf")
    assert "revision-2" in paper["Content-Disposition"]


def test_everything_wrong_with_a_new_request_is_said_at_once(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    started = client.post("/requests/new/", {"organization": cast.keene.slug})

    answer = client.post(started["Location"], {"action": "send", "call_back_number": "911"})

    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Choose what happened", "at least one person", "outside your own network"):
        assert sentence in page
