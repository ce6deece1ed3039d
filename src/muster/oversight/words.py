"""Codes of the audit record as words.

The codes come from contexts above this one, which may not be imported here. They are made to be
read: `context:thing:done`. What reads badly all the same stands in `_TITLES`.
"""

from __future__ import annotations

from django.apps import apps

_TITLES = {
    "accounts:person:signed_in_by_link": "Person signed in by mail link",
    "aid:match:proposed": "Helpers proposed for a request",
    "aid:match:replayed": "Match run replayed",
    "aid:need:count_changed": "Need: number changed",
    "aid:need:unable_to_fill": "Need: nobody found",
    "aid:offer:link_mailed": "Offer: answer link mailed",
    "aid:offer:terms_accepted": "Offer: confidentiality terms accepted",
    "aid:offer:provisional": "Offer answered: perhaps",
    "directory:api_token:issued": "API token made",
    "directory:api_token:revoked": "API token revoked",
    "directory:rota:added": "On-call shift added",
    "directory:rota:changed": "On-call shift changed",
    "directory:rota:imported": "Calendar read into a rota",
    "directory:rota:removed": "On-call shift removed",
    "directory:rota:time_zone_set": "Time zone of an organization set",
    "directory:rota:undone": "Change of a rota undone",
    "directory:rota:weekly": "Weekly on-call turns added",
    "oversight:audit_record:exported": "Audit record exported",
}
_SOURCES = {
    "web": "on a page",
    "api": "by software (API)",
    "cli": "on the command line",
    "job": "by the hub's schedule",
    "link": "by a mail link",
}


def title_of(action: str) -> str:
    """`aid:offer:accepted` as "Offer accepted"; something without that shape as it is."""
    if action in _TITLES:
        return _TITLES[action]
    _, _, rest = action.partition(":")
    words = rest.replace(":", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else action


def thing_of(subject_type: str) -> str:
    """`aid.missionorder` as "mission order"; a table that is gone keeps its code."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_type


def door_of(source: str) -> str:
    """The door an act came through, as the end of a sentence."""
    return _SOURCES.get(source, source)
