"""What Muster does when allauth says that somebody came in or changed a way in."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.http import HttpRequest

from muster.accounts.factors import ONLY_BY_MAIL, note_own_way, showed_more_than_mail
from muster.accounts.models import Person
from muster.accounts.services import note_way_added, note_way_removed
from muster.accounts.views.acting import actor_of


def came_in(request: HttpRequest, user: Any, **signal: object) -> None:
    """Marks a session that rests on the mailbox, or on a password, which the mailbox can reset."""
    if not showed_more_than_mail(request, user):
        request.session[ONLY_BY_MAIL] = True


def added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **signal: object
) -> None:
    note_own_way(request)
    note_way_added(actor=actor_of(request), person=user, way=str(authenticator.type))


def removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **signal: object
) -> None:
    note_way_removed(actor=actor_of(request), person=user, way=str(authenticator.type))


def watch() -> None:
    """Called once when the app is ready."""
    user_logged_in.connect(came_in, dispatch_uid="muster.accounts.came_in")
    authenticator_added.connect(added, dispatch_uid="muster.accounts.added")
    authenticator_removed.connect(removed, dispatch_uid="muster.accounts.removed")
