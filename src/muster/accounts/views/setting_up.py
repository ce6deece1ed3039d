"""Setting up the first way in of one's own, and the page that shows all of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from muster.accounts.queries import live_sheet, own_ways, passkeys
from muster.accounts.views.acting import person_of
from muster.web.destinations import asked_landing


@login_required
@require_GET
def set_up(request: HttpRequest) -> HttpResponse:
    """Three choices; without one of them nothing else opens."""
    wanted = asked_landing(request)
    ways = own_ways(person_of(request))
    if ways.any:
        return redirect(wanted or "/")
    return render(request, "accounts/set_up.html", {"ways": ways, "next": wanted})


@login_required
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """What I have, and what would be left when my organization's mail and network are gone."""
    person = person_of(request)
    return render(
        request,
        "accounts/ways.html",
        {"ways": own_ways(person), "sheet": live_sheet(person), "keys": passkeys(person)},
    )


def may_set_up(request: HttpRequest) -> bool:
    """Somebody with no way of their own has nothing to show: the mail link has to do."""
    return not own_ways(person_of(request)).any
