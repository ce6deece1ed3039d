"""Pages for signing in."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from muster.accounts import services
from muster.accounts.factors import DEMO, note_shown
from muster.accounts.forms import MailLinkForm
from muster.accounts.models import Person
from muster.accounts.slowing import MAILS, slowed
from muster.web.destinations import asked_landing, landing, with_next
from muster.web.origins import origin_of

DEMO_SALT = "muster.demo.sign_in"
DEMO_PEOPLE_DOMAIN = ".synthetic.example"


@require_http_methods(["GET", "POST"])
@slowed("mail link", limit=MAILS)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a mail link; in the demo, also one click per synthetic person."""
    wanted = asked_landing(request)
    form = MailLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_link(
            email=form.cleaned_data["email"], at=timezone.now(), destination=wanted
        )
        return redirect(with_next(reverse("accounts:link_sent"), wanted))
    return render(
        request,
        "accounts/sign_in.html",
        {
            "form": form,
            "demo_people": _demo_people(wanted),
            "next": wanted,
            "password_url": with_next(reverse("account_login"), wanted),
            "code_url": with_next(reverse("accounts:sign_in_by_code"), wanted),
        },
        status=422 if form.errors else 200,
    )


@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    again = with_next(reverse("accounts:sign_in"), asked_landing(request))
    return render(
        request, "accounts/link_sent.html", {"minutes": _link_minutes(), "again_url": again}
    )


@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening shows who will be signed in; only the button does it."""
    now = timezone.now()
    link = services.open_link(secret=secret, at=now)
    if request.method == "POST":
        origin = origin_of(request)
        person = services.use_link(secret=secret, at=now, origin=origin)
        return go_in(request, person, link.destination)
    return render(request, "accounts/sign_in_by_link.html", {"person": link.person})


@require_GET
def demo_sign_in(request: HttpRequest, ticket: str) -> HttpResponse:
    """One click for a synthetic person; exists on a demo hub only."""
    if not settings.DEMO:
        raise Http404
    try:
        email = signing.loads(ticket, salt=DEMO_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    person = Person.objects.filter(email=email, synthetic=True).first()
    if person is None or not person.email.endswith(DEMO_PEOPLE_DOMAIN):
        raise Http404
    services.confirm_address(person)
    note_shown(request, person, DEMO)
    return go_in(request, person, asked_landing(request))


def demo_ticket(person: Person) -> str:
    """What stands in a demo sign-in address."""
    return signing.dumps(person.email, salt=DEMO_SALT)


def _demo_people(wanted: str) -> list[tuple[Person, str]]:
    """Each with the address that signs them in."""
    if not settings.DEMO:
        return []
    people = Person.objects.filter(synthetic=True, demo_rank__gt=0).order_by("demo_rank")
    return [
        (
            person,
            with_next(reverse("accounts:demo_sign_in", args=[demo_ticket(person)]), wanted),
        )
        for person in people
    ]


def go_in(request: HttpRequest, person: Person, wanted: str) -> HttpResponse:
    """Goes on to the second factor where there is one; allauth keeps `redirect_url` meanwhile."""
    login = Login(user=person, redirect_url=landing(wanted) or settings.LOGIN_REDIRECT_URL)
    return cast("HttpResponse", perform_login(request, login))


def _link_minutes() -> int:
    return int(services.LINK_LIFE.total_seconds() // 60)
