"""Where somebody is signed in, and ending what they do not know."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.accounts.services import end_other_sessions, end_session
from muster.accounts.views.acting import actor_of, person_of


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The list, newest first; its button ends all others."""
    if request.method == "POST":
        ended = end_other_sessions(
            actor=actor_of(request), person=person_of(request), kept=request.session.session_key
        )
        messages.success(request, f"Ended: {ended}. You are signed in only here now.")
        return redirect("accounts:sessions")
    listed = sorted(
        UserSession.objects.purge_and_list(person_of(request)),
        key=lambda session: session.created_at,
        reverse=True,
    )
    return render(request, "accounts/sessions.html", {"sessions": listed})


@login_required
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    end_session(actor=actor_of(request), person=person_of(request), session_id=session_id)
    messages.success(request, "That session has ended.")
    return redirect("accounts:sessions")
