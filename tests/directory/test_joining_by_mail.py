"""Joining by mail at an official domain: once, in time, unharmed by those who only look."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import builders as make
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.audit.models import AuditEvent
from muster.authz.actors import Duty
from muster.directory.models import (
    AddressLink,
    AffiliationProof,
    JoiningRequest,
    Office,
    OrganizationKind,
    Tenure,
)
from muster.directory.services.joining import addresses, asking
from muster.domain.failures import Conflict, Gone, Invalid, Refused

TYPED = {
    "name": "Alvarado Applicant",
    "mail": "it@alvarado-tx.gov",
    "phone": "817 555 0133",
    "office_title": "IT Director",
    "duties": "represent",
}


def test_a_city_with_a_listed_domain_joins_from_the_page_to_the_welcome_mail(
    cast: Cast, client: Client
) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)

    found = client.get("/join/?q=alvara").content.decode()
    assert "/join/for/alvarado/" in found
    asked = client.post("/join/for/alvarado/", TYPED | {"idempotency_key": "k"})
    page = asked.headers["Location"]
    assert "Look in your mail" in client.get(page).content.decode()
    ((to, subject, text),) = join.mails()
    assert to == "it@alvarado-tx.gov"
    assert subject == "Confirm that you act for City of Alvarado"
    unsigned = page.partition(":")[0]
    assert unsigned in text, "signed again at the moment of mailing"
    link = join.LINK.search(text)
    assert link
    assert "Yes, this is me" in client.get(link.group()).content.decode()
    city.refresh_from_db()
    assert city.member_since is None
    done = client.post(link.group())

    assert done.headers["Location"].startswith("/join/")
    assert "Proven" in client.get(page).content.decode()
    city.refresh_from_db()
    assert city.member_since == timezone.localdate()
    tenure = Tenure.objects.get(office__organization=city)
    assert tenure.person.email == "it@alvarado-tx.gov"
    assert tenure.office.duties == ["represent"]
    proof = AffiliationProof.objects.get()
    assert (proof.way, proof.domain, proof.recorder_name) == (
        "domain_mail",
        "alvarado-tx.gov",
        "the hub",
    )
    ((to, subject, text),) = join.mails()
    assert (to, subject) == ("it@alvarado-tx.gov", "City of Alvarado: you are in")
    assert "/sign-in/" in text
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == [
        "directory:joining_request:asked",
        "directory:joining_request:address_confirmed",
        "directory:tenure:opened",
        "directory:organization:joined",
        "directory:affiliation:proven",
    ]


def test_a_mail_scanner_that_opens_the_link_proves_nothing(cast: Cast, client: Client) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    secret = join.secret_for(join.asked(city, cast.now), cast.now)

    for _ in range(3):
        assert client.get(f"/join/mail/{secret}/").status_code == 200

    assert not AffiliationProof.objects.exists()
    assert addresses.use_link(secret=secret, visitor=join.visitor(cast.now))


def test_a_link_lives_for_an_hour_and_works_once(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    request = join.asked(city, cast.now)
    secret = join.secret_for(request, cast.now)
    last = cast.now + timedelta(hours=1)

    with refused(Gone, "has expired"):
        addresses.use_link(secret=secret, visitor=join.visitor(last))
    addresses.use_link(secret=secret, visitor=join.visitor(last - timedelta(seconds=1)))
    with refused(Gone, "has been used"):
        addresses.use_link(secret=secret, visitor=join.visitor(cast.now))
    with refused(Gone, "not one of ours"):
        addresses.use_link(secret="made-up", visitor=join.visitor(cast.now))


@pytest.mark.parametrize("domain", ["alvarado-tx.gov", "it.alvarado-tx.gov"])
def test_mail_at_the_domain_or_below_it_is_enough(cast: Cast, domain: str) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)

    assert join.confirmed(city, cast.now, mail=f"it@{domain}").status == "proven"


@pytest.mark.parametrize(
    ("domain", "changes"),
    [
        ("alvarado-tx.gov.example", {}),
        ("alvarado-tx.com", {}),
        ("alvarado-tx.gov", {"gone_on": "2026-01-02"}),
        ("alvarado-tx.gov", {"office_name": "Police Department"}),
    ],
)
def test_other_mail_confirms_the_address_and_proves_nothing(
    cast: Cast, domain: str, changes: dict[str, str]
) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city, **changes)
    request = join.asked(city, cast.now, mail=f"it@{domain}")
    join.mails()

    secret = join.secret_for(request, cast.now)
    assert addresses.use_link(secret=secret, visitor=join.visitor(cast.now)) is None

    request.refresh_from_db()
    assert request.status == "open"
    assert request.mail_confirmed_at == cast.now
    sent = join.mails()
    assert [one[1] for one in sent] == ["City of Alvarado asks to join"]
    assert sent[0][0] == cast.coordinator.email


def test_an_office_with_a_domain_of_its_own_proves_by_it(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvaradopd.gov", city, office_name="Police Department")
    mail = "chief@alvaradopd.gov"

    assert join.confirmed(city, cast.now, mail=mail, office_title="Clerk").status == "open"
    own = join.confirmed(city, cast.now, mail=mail, office_title="police department")
    assert own.status == "proven"


@pytest.mark.django_db(transaction=True)
def test_one_link_used_by_two_browsers_at_once_proves_once(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    secret = join.secret_for(join.asked(city, cast.now), cast.now)
    use = partial(addresses.use_link, secret=secret, visitor=join.visitor(cast.now))

    results = race(use, use)

    assert sorted(type(one).__name__ for one in results) in (
        ["AffiliationProof", "Gone"],
        ["AffiliationProof", "Conflict"],
    )
    assert Tenure.objects.filter(office__organization=city).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_prove_at_once_one_is_in_and_the_other_asks_that_one(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    requests = [
        join.asked(city, cast.now, mail=f"{who}@alvarado-tx.gov", office_title=who)
        for who in ("one", "two")
    ]
    secrets = [join.secret_for(request, cast.now) for request in requests]

    results = race(
        *(
            partial(addresses.use_link, secret=secret, visitor=join.visitor(cast.now))
            for secret in secrets
        )
    )

    assert sorted(type(one).__name__ for one in results) == ["AffiliationProof", "NoneType"]
    other = JoiningRequest.objects.get(status="open")
    assert other.consent_asked_at == cast.now
    assert Tenure.objects.filter(office__organization=city).count() == 1


def test_the_answer_is_the_same_whoever_is_known_here(cast: Cast, client: Client) -> None:
    city = join.alvarado()
    pages = []
    for mail in (cast.coordinator.email, "nobody@people.synthetic.example"):
        asked = client.post("/join/for/alvarado/", TYPED | {"mail": mail})
        page = client.get(asked.headers["Location"]).content.decode()
        start, end = page.index("Look in your mail"), page.index("Mail me another link")
        pages.append(page[start:end].replace(mail, "X").partition("<form")[0])
    assert pages[0] == pages[1]
    assert city.joining_requests.count() == 2


def test_links_are_not_mailed_without_end_and_nobody_is_told(cast: Cast, client: Client) -> None:
    city = join.alvarado()
    request = join.asked(city, timezone.now())
    for _ in range(6):
        again = client.post(f"{join.page_of(request)}link/")
        assert again.status_code == 302
        join.mails()
    assert AddressLink.objects.count() == asking.LINKS_TO_AN_ADDRESS
    for number in range(30):
        join.asked(city, timezone.now(), mail=f"a{number}@example.org")
        join.mails()
    assert AddressLink.objects.count() == asking.LINKS_ABOUT_AN_ORGANIZATION


def test_an_existing_vacant_office_and_person_are_reused(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    vacant = make.office(city, "IT director", Duty.CONTACT)
    known = Person.objects.create_user("it@alvarado-tx.gov", name="Known Already")

    request = join.confirmed(city, cast.now, mail="IT@Alvarado-TX.gov")

    assert request.status == "proven"
    vacant.refresh_from_db()
    assert vacant.duties == ["contact", "represent"]
    assert Tenure.objects.get(office=vacant).person == known


def test_an_office_somebody_holds_is_not_taken(cast: Cast) -> None:
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    make.official(city, "Somebody Else", "IT Director", Duty.CONTACT)
    request = join.asked(city, cast.now)
    secret = join.secret_for(request, cast.now)

    with refused(Conflict, "Somebody else holds the office IT Director"):
        addresses.use_link(secret=secret, visitor=join.visitor(cast.now))


def test_the_hubs_own_offices_are_out_of_reach(cast: Cast) -> None:
    with refused(Refused, "hub's own body"):
        join.asked(cast.hub, cast.now)
    city = join.alvarado()
    join.listed("alvarado-tx.gov", city)
    make.office(city, "Desk", Duty.COORDINATE)
    secret = join.secret_for(join.asked(city, cast.now, office_title="desk"), cast.now)
    with refused(Conflict, "duties that only the hub gives"):
        addresses.use_link(secret=secret, visitor=join.visitor(cast.now))
    for duty in ("coordinate", "audit", ""):
        with refused(Invalid, "Choose what the office may do."):
            join.asked(city, cast.now, duties=(duty,))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": " "}, "Give your name."),
        ({"name": "n" * 201}, "Keep this within 200 characters."),
        ({"name": "a\u202eb"}, "hidden character"),
        ({"name": "Win at www.prize.example"}, "Leave out addresses and links."),
        ({"office_title": "CIO https://prize.example"}, "Leave out addresses and links."),
        ({"mail": "no address"}, "Enter an address such as name@city.gov."),
        ({"mail": "a@b"}, "Enter an address such as name@city.gov."),
        ({"mail": "ü@city.gov"}, "Enter an address such as name@city.gov."),
        ({"phone": "555"}, "with its area code"),
        ({"phone": "call me"}, "with its area code"),
        ({"office_title": ""}, "Give the office you hold"),
        ({"duties": ""}, "Choose what the office may do."),
        ({"duties": "coordinate"}, "Choose what the office may do."),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(
    cast: Cast, client: Client, typed: dict[str, str], says: str
) -> None:
    join.alvarado()
    answer = client.post("/join/for/alvarado/", TYPED | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    kept = TYPED | typed
    for name in ("phone", "office_title"):
        assert not kept[name] or f'value="{kept[name]}"' in page
    assert not JoiningRequest.objects.exists()


def test_the_form_sent_twice_asks_once(cast: Cast, client: Client) -> None:
    join.alvarado()
    twice = [client.post("/join/for/alvarado/", TYPED | {"idempotency_key": "k"}) for _ in "ab"]
    assert twice[0].headers["Location"] == twice[1].headers["Location"]
    assert JoiningRequest.objects.count() == 1


def test_hubs_cannot_be_found_and_made_up_pages_do_not_exist(cast: Cast, client: Client) -> None:
    assert "/join/for/" not in client.get("/join/?q=hub of").content.decode()
    assert client.get(f"/join/for/{cast.hub.slug}/").status_code == 404
    for path in ("/join/made-up/", "/join/made-up/withdraw/", "/join/for/made-up/"):
        assert client.get(path).status_code == 404
    assert client.get("/join/mail/made-up/").status_code == 410
    partial_list = client.get("/join/?q=keene", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in partial_list
    assert "/join/for/keene/" in partial_list


def test_a_state_proves_by_its_own_domain_and_not_by_names_below_it(cast: Cast) -> None:
    state = make.organization("State of Texas", OrganizationKind.STATE)
    join.listed("texas.gov", state, kind="State or territory")
    assert join.confirmed(state, cast.now, mail="a@dps.texas.gov").status == "open"
    assert join.confirmed(state, cast.now, mail="a@texas.gov").status == "proven"


def test_somebody_may_withdraw_and_nothing_goes_on(cast: Cast, client: Client) -> None:
    request = join.asked(join.alvarado(), cast.now)
    secret = join.secret_for(request, cast.now)
    assert "Withdraw it" in client.get(f"{join.page_of(request)}withdraw/").content.decode()
    client.post(f"{join.page_of(request)}withdraw/")
    with refused(Gone, "This request is over."):
        addresses.use_link(secret=secret, visitor=join.visitor(cast.now))
    assert "Withdrawn" in client.get(join.page_of(request)).content.decode()
    assert Office.objects.filter(organization__slug="alvarado").count() == 0
