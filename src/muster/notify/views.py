"""The demo hub's mail, to be read like a mailbox. Exists on a demo hub only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muster.notify.outbox import MessageNotFoundError, list_messages, read_message


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    _demo_only()
    return render(
        request, "notify/outbox.html", {"messages_sent": list_messages(settings.MUSTER_OUTBOX)}
    )


@require_GET
def message(request: HttpRequest, message_id: str) -> HttpResponse:
    _demo_only()
    try:
        found = read_message(settings.MUSTER_OUTBOX, message_id)
    except MessageNotFoundError as error:
        raise Http404 from error
    return render(request, "notify/message.html", {"message": found})


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404
