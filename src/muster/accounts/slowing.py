"""Slowing down whoever guesses, without ever keeping anybody out.

Tries are counted by the network they come from, and by that network together with the address that
was typed: never by the address alone, so that no stranger can lock somebody out. Each way in counts
for itself: whoever hammers the password does not close the passkey, the printed code or the mail
link, not even to their own network.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from allauth.account.internal.stagekit import get_pending_stage
from django.http import HttpRequest, HttpResponseBase

from muster.domain.rate_windows import Limit
from muster.web.rate_limits import network, require_within

FIVE_MINUTES: Final = timedelta(minutes=5)
FROM_ONE_NETWORK: Final = Limit(60, FIVE_MINUTES)
FOR_ONE_ADDRESS: Final = Limit(10, FIVE_MINUTES)
SECOND_FACTOR: Final = Limit(50, timedelta(hours=1))
MAILS: Final = Limit(30, timedelta(minutes=20))
"""Mails that one network may cause to be sent."""

OTHER_WAYS: Final = (
    "Wait a few minutes, or come in another way: passkey, printed code and mail link are not "
    "affected."
)

View = Callable[..., HttpResponseBase]


def slowed(way: str, *, field: str = "", limit: Limit = FROM_ONE_NETWORK) -> Callable[[View], View]:
    """For the POST of one way in. `field` names where the address was typed, if it was."""

    def around(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method == "POST":
                here = network(request)
                require_within(limit, way, here, what_to_do=OTHER_WAYS)
                typed = request.POST.get(field, "").strip().lower() if field else ""
                if typed:
                    require_within(FOR_ONE_ADDRESS, way, here, typed, what_to_do=OTHER_WAYS)
            return view(request, *args, **kwargs)

        return run

    return around


def slowed_second_factor(view: View) -> View:
    """Whoever gets here has shown a first factor, so counting by person keeps no stranger's victim
    out; it closes this step only, for what remains of the hour."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        person = _who(request)
        if request.method == "POST" and person and "code" in request.POST:
            require_within(SECOND_FACTOR, "second factor", person, what_to_do=OTHER_WAYS)
        return view(request, *args, **kwargs)

    return run


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return str(request.user.pk)
    stage = get_pending_stage(request)
    return str(stage.login.user.pk) if stage and stage.login.user else ""
