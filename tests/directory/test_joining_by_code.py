"""Joining by a code to a published number: shown once, guessed never, ended by what replaces it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.audit.models import AuditEvent
from muster.directory.models import AffiliationProof, JoiningCode, JoiningRequest, Organization
from muster.directory.services.joining import codes
from muster.directory.services.joining.codes import Outcome
from muster.domain.affiliation import MOST_TRIES
from muster.domain.failures import Conflict, Gone, Invalid, Refused
from muster.web.models import IdempotentReply

NUMBER = {
    "kind": "phone",
    "reached_at": "+1 817 555 0144",
    "published_in": "https://alvarado.example/contact, read today",
}
SHOWN = re.compile(r'<code class="m-code">([A-Z2-9]{4})-([A-Z2-9]{4})</code>')


def waiting(cast: Cast) -> JoiningRequest:
    return join.confirmed(join.alvarado(), cast.now, mail="it@example.org")


def issued(cast: Cast, request: JoiningRequest, **changes: Any) -> tuple[JoiningCode, str]:
    return codes.issue_code(
        actor=cast.actor(cast.coordinator), request=request, **{**NUMBER, **changes}
    )


def typed(request: JoiningRequest, text: str, cast: Cast, **later: float) -> codes.Typed:
    at = cast.now + timedelta(**later)
    return codes.type_code(visitor=join.visitor(at), request=request, text=text)


def test_a_code_read_over_the_telephone_lets_the_city_in(cast: Cast, client: Client) -> None:
    request = waiting(cast)
    join.mails()
    desk = client_of(cast.coordinator)
    made = desk.post(f"/joining/{request.pk}/code/", NUMBER)
    shown = SHOWN.search(desk.get(made.headers["Location"]).content.decode())
    assert shown
    code = "".join(shown.groups())
    ((to, _, text),) = join.mails()
    assert to == request.mail
    assert code not in text
    assert code not in client.get(join.page_of(request)).content.decode()

    done = client.post(f"{join.page_of(request)}code/", {"code": f" {code[:4].lower()} {code[4:]}"})

    assert done.status_code == 302
    assert Organization.objects.get(slug="alvarado").member_since == timezone.localdate()
    proof = AffiliationProof.objects.get()
    assert proof.way == "published_number"
    assert (proof.reached_by, proof.reached_at) == ("phone", NUMBER["reached_at"])
    assert proof.published_in == NUMBER["published_in"]
    assert proof.recorded_by == cast.office(cast.coordinator)


def test_the_code_is_shown_once_and_kept_nowhere(cast: Cast) -> None:
    request = waiting(cast)
    desk = client_of(cast.coordinator)
    made = desk.post(f"/joining/{request.pk}/code/", NUMBER | {"idempotency_key": "k"})
    again = desk.post(f"/joining/{request.pk}/code/", NUMBER | {"idempotency_key": "k"})
    assert made.headers["Location"] == again.headers["Location"]
    assert JoiningCode.objects.count() == 1
    shown = SHOWN.search(desk.get(made.headers["Location"]).content.decode())
    assert shown
    code = "".join(shown.groups())

    second = desk.get(made.headers["Location"]).content.decode()

    assert not SHOWN.search(second)
    assert "kept nowhere" in second
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    kept += [f"{bytes(one.body)!r}{one.location}" for one in IdempotentReply.objects.all()]
    kept += [str(one.facts) for one in AuditEvent.objects.all()]
    kept += [JoiningCode.objects.get().digest]
    assert [text for text in kept if code in text or "-".join(shown.groups()) in text] == []


def test_five_wrong_tries_lock_the_code_and_the_right_one_comes_too_late(cast: Cast) -> None:
    request = waiting(cast)
    _, code = issued(cast, request)
    wrong = "22222222" if code != "22222222" else "33333333"
    left = [typed(request, wrong, cast).tries_left for _ in range(MOST_TRIES)]
    assert left == [4, 3, 2, 1, 0]
    with refused(Gone, "Ask the hub coordinator for a new one"):
        typed(request, code, cast)
    _, fresh = issued(cast, request)
    assert typed(request, fresh, cast).outcome == Outcome.PROVEN


def test_a_wrong_try_counts_also_when_the_form_carries_a_key(cast: Cast, client: Client) -> None:
    request = waiting(cast)
    issued(cast, request)
    for number in range(MOST_TRIES):
        answer = client.post(
            f"{join.page_of(request)}code/", {"code": "AAAA", "idempotency_key": f"k{number}"}
        )
        assert answer.status_code == 422
        assert "does not fit" in answer.content.decode()
    assert JoiningCode.objects.get().tries == MOST_TRIES
    assert "Locked" in client.get(join.page_of(request)).content.decode()
    assert "Locked" in client_of(cast.coordinator).get(f"/joining/{request.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_counted_one_by_one(cast: Cast) -> None:
    request = waiting(cast)
    _, code = issued(cast, request)
    wrong = "22222222" if code != "22222222" else "33333333"
    guess = partial(typed, request, wrong, cast)

    results = race(*[guess] * 8)

    outcomes = sorted(
        one.outcome.value if isinstance(one, codes.Typed) else type(one).__name__ for one in results
    )
    assert outcomes == ["Gone"] * 3 + ["locked"] + ["wrong"] * 4


@pytest.mark.django_db(transaction=True)
def test_the_right_code_typed_twice_at_once_proves_once(cast: Cast) -> None:
    request = waiting(cast)
    _, code = issued(cast, request)

    results = race(*[partial(typed, request, code, cast)] * 2)

    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Typed"]
    assert AffiliationProof.objects.count() == 1


@pytest.mark.parametrize(("kind", "hours"), [("phone", 1), ("letter", 14 * 24)])
def test_a_code_expires(cast: Cast, kind: str, hours: int) -> None:
    request = waiting(cast)
    _, code = issued(cast, request, kind=kind)
    with refused(Gone, "it has expired"):
        typed(request, code, cast, hours=hours)
    assert typed(request, code, cast, hours=hours - 0.01).outcome == Outcome.PROVEN


def test_a_new_code_ends_the_one_before(cast: Cast) -> None:
    request = waiting(cast)
    _, first = issued(cast, request)
    _, second = issued(cast, request)
    assert typed(request, first, cast).outcome == Outcome.WRONG
    assert typed(request, second, cast).outcome == Outcome.PROVEN


def test_no_code_before_the_address_is_confirmed(cast: Cast) -> None:
    request = join.asked(join.alvarado(), cast.now, mail="it@example.org")
    with refused(Conflict, "has not confirmed the address"):
        issued(cast, request)
    with refused(Gone, "There is no code to type in"):
        typed(request, "ABCDEFGH", cast)


def test_only_the_coordinator_makes_codes(cast: Cast) -> None:
    request = waiting(cast)
    with refused(Refused, "Only the hub coordinator"):
        codes.issue_code(actor=cast.actor(cast.auditor), request=request, **NUMBER)
    assert client_of(cast.auditor).post(f"/joining/{request.pk}/code/", NUMBER).status_code == 403
    stranger = client_of(cast.stranger)
    assert stranger.post(f"/joining/{request.pk}/code/", NUMBER).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "pigeon"}, "Choose telephone or letter."),
        ({"reached_at": " "}, "Give the published number or address."),
        ({"reached_at": "the clerk"}, "Give the whole telephone number"),
        ({"published_in": ""}, "Say where it is published"),
        ({"published_in": "x" * 301}, "Keep this within 300 characters."),
    ],
)
def test_what_cannot_be_used_comes_back_with_a_sentence(
    cast: Cast, change: dict[str, str], says: str
) -> None:
    request = waiting(cast)
    with refused(Invalid):
        issued(cast, request, **change)
    page = client_of(cast.coordinator).post(f"/joining/{request.pk}/code/", NUMBER | change)
    assert page.status_code == 422
    text = page.content.decode()
    assert says in text
    assert "published_in" in change or NUMBER["published_in"] in text


def test_an_empty_code_is_no_try(cast: Cast) -> None:
    request = waiting(cast)
    issued(cast, request)
    with refused(Invalid, "Type the code"):
        typed(request, " - ", cast)
    assert JoiningCode.objects.get().tries == 0


def test_a_letter_prints_the_code_that_no_page_shows(cast: Cast, tmp_path: Any) -> None:
    request = waiting(cast)
    desk = client_of(cast.coordinator)
    address = "City Hall\n100 Example Street\nAlvarado, TX 00000"
    made = desk.post(
        f"/joining/{request.pk}/code/", NUMBER | {"kind": "letter", "reached_at": address}
    )
    page = desk.get(made.headers["Location"]).content.decode()
    assert not SHOWN.search(page)
    letter = desk.get(f"{made.headers['Location']}letter/")
    assert letter.headers["Content-Type"] == "application/pdf"
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter.content)
    text = PdfReader(file).pages[0].extract_text()
    found = re.search(r"\b([A-Z2-9]{4})-([A-Z2-9]{4})\b", text)
    assert found
    assert "100 Example Street" in text
    assert "Do not mail this letter" in text
    assert typed(request, found.group(), cast).outcome == Outcome.PROVEN
    other = client_of(cast.coordinator)
    assert other.get(f"{made.headers['Location']}letter/").status_code == 410


def test_a_code_of_another_request_does_not_fit(cast: Cast) -> None:
    request = waiting(cast)
    other = join.confirmed(
        Organization.objects.create(slug="venus", name="City of Venus", kind="city"),
        cast.now,
        mail="it2@example.org",
    )
    _, code = issued(cast, request)
    issued(cast, other)
    assert typed(other, code, cast).outcome == Outcome.WRONG


@pytest.mark.django_db(transaction=True)
def test_one_address_taken_in_for_two_organizations_at_once_is_one_person(cast: Cast) -> None:
    venus = Organization.objects.create(slug="venus", name="City of Venus", kind="city")
    requests = [waiting(cast), join.confirmed(venus, cast.now, mail="it@example.org")]
    texts = [issued(cast, request)[1] for request in requests]

    results = race(
        *(
            partial(typed, request, text, cast)
            for request, text in zip(requests, texts, strict=True)
        )
    )

    assert [one.outcome for one in results] == [Outcome.PROVEN] * 2
    assert Person.objects.get(email="it@example.org").tenures.count() == 2
