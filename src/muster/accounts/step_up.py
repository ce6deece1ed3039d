"""Asking again before what binds, reveals or takes away: signing, unmasking, exporting.

    @login_required
    @require_http_methods(["GET", "POST"])
    @fresh
    def sign(request): ...

Whoever has shown a factor within ten minutes gets the page, and then has half an hour to send its
form. Everybody else shows one first and comes back; a form that was sent too late is carried out
then, as it was typed. Software and mail links for one purpose carry their own proof and do not
pass here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from muster.accounts.factors import shown_within
from muster.web.destinations import NEXT

OPENED_WITHIN: Final = 10 * 60
SENT_WITHIN: Final = 30 * 60

View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """Behind `login_required`, before anything that reads or writes."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        limit = SENT_WITHIN if request.method == "POST" else OPENED_WITHIN
        if shown_within(request, limit):
            return view(request, *args, **kwargs)
        return ask_to_show(request)

    return run


def ask_to_show(request: HttpRequest) -> HttpResponseBase:
    """Lead to the page that asks; what was typed waits in the session, a chosen file does not."""
    back = request.get_full_path()
    if request.method == "POST" and request.FILES:
        messages.warning(request, "The file you chose was not kept. Choose it again.")
    elif request.method == "POST":
        back = request.path
        suspend_request(request, redirect_to="")
    return redirect(f"{reverse('accounts:show')}?{urlencode({NEXT: back})}")
