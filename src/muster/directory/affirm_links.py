"""The link in the yearly mail: made for one tenure, it works without signing in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from muster.authz.actors import Actor, Source
from muster.directory.models import Tenure
from muster.directory.queries.actors import actor_for_office
from muster.domain.failures import Gone

SALT = "directory.affirm"
LIFE = timedelta(days=60)


def token_for(tenure: Tenure) -> str:
    """Signed, not secret in itself: it can do one harmless thing, for a holder, for 60 days."""
    return signing.dumps(str(tenure.pk), salt=SALT)


def visitor(token: str, *, at: datetime) -> tuple[Tenure, Actor]:
    """Whose link it is and who acts. Raises Gone for one that is broken, old, or of somebody who
    has left."""
    over = Gone("This link does not work any more.", "Sign in and open your office instead.")
    try:
        tenure_id = UUID(signing.loads(token, salt=SALT, max_age=LIFE))
    except (signing.BadSignature, ValueError) as error:
        raise over from error
    found = (
        Tenure.objects.filter(
            pk=tenure_id, during__contains=at, person__is_active=True, office__retired_at=None
        )
        .select_related("office__organization", "person")
        .first()
    )
    if found is None:
        raise over
    actor = actor_for_office(
        found.office, at=at, source=Source.LINK, name=found.person.name, duties=frozenset()
    )
    return found, actor
