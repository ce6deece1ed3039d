"""When the term of a version ends or renews itself."""

from __future__ import annotations

from datetime import datetime

from muster.agreements.models import AgreementVersion
from muster.agreements.queries.versions import terms_of
from muster.domain.drafting.meaning import NoMeaning
from muster.domain.renewal import Turn, next_turn


def turn_of(version: AgreementVersion, *, at: datetime) -> Turn | None:
    """None for a text without a term, or whose term is over."""
    if version.term is None or version.term.lower is None:
        return None
    try:
        terms = terms_of(version)
    except NoMeaning:
        return None
    if terms.standing:
        return None
    return next_turn(
        version.term.lower,
        years=terms.years,
        evergreen=terms.evergreen,
        notice_days=terms.notice_days,
        now=at,
    )
