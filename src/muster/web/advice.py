"""What to do about a refusal that carries no advice of its own, by its status."""

from __future__ import annotations

from django.http import HttpRequest

from muster.web.navigation import signed_in

_BY_STATUS = {
    400: "Open the page again from the menu and send it once more.",
    403: (
        "Ask your organization's authorized representative or the hub coordinator: they can do it "
        "or tell you who can. If you hold the right office under another account, sign out and "
        "sign in with that one."
    ),
    404: "Check the address. If somebody sent you the link, ask them who can see it.",
    405: "Open the page and use the button on it.",
    409: "Open the page again to see how it stands now, then decide what is still to be done.",
    410: "Ask for a new link, or sign in.",
    422: "Change what the sentence above names, then send it again.",
}
_VISITOR_REFUSED = "Sign in first. If you have no account, ask your organization's contact."
_OTHERWISE = "Try once more. If it happens again, tell your hub's operator the number below."


def advice(request: HttpRequest, status: int) -> str:
    """One or two sentences. Somebody who has not signed in is told to do that first."""
    if status == 403 and not signed_in(request):
        return _VISITOR_REFUSED
    return _BY_STATUS.get(status, _OTHERWISE)
