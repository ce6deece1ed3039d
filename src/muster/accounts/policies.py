"""What people may do to their own ways in."""

from __future__ import annotations

from muster.accounts.models import Person
from muster.authz.actors import Actor
from muster.authz.decisions import YES, Decision, no


def may_print_codes(actor: Actor, person: Person) -> Decision:
    """Only for oneself: a sheet in other hands would be a key to somebody's office."""
    if actor.person_id == person.pk:
        return YES
    return no("Codes are printed by the person who will use them.")


def may_end_sessions(actor: Actor, person: Person) -> Decision:
    """Only one's own; an office's authority ends with the tenure, not with a session."""
    if actor.person_id == person.pk:
        return YES
    return no("Sessions are ended by the person who is signed in with them.")
