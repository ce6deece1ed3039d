"""What an agreement says now: its versions read into terms that compute."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from muster.agreements.models import Agreement, AgreementVersion, Party, VersionStatus
from muster.domain.drafting.drafts import Draft, read_draft
from muster.domain.drafting.meaning import NoMeaning, Terms, meaning_of
from muster.domain.failures import Conflict


def draft_of(version: AgreementVersion) -> Draft:
    """The clauses as a draft; what cannot be read takes its start."""
    return read_draft(version.clauses)[0]


def terms_of(version: AgreementVersion) -> Terms:
    """Raises NoMeaning where the stored clauses cannot be evaluated, with the sentences why."""
    draft, wrong = read_draft(version.clauses)
    if wrong:
        raise NoMeaning(tuple(one.sentence for one in wrong))
    return meaning_of(draft, version.agreement.citation)


def proposed(agreement: Agreement) -> QuerySet[AgreementVersion]:
    """Those put before the parties and not withdrawn, in order."""
    return agreement.versions.filter(status=VersionStatus.PROPOSED).order_by("number")


def latest(agreement: Agreement) -> AgreementVersion | None:
    """The version one accedes to, or None as long as there are drafts only."""
    return proposed(agreement).last()


def latest_or_refuse(agreement: Agreement) -> AgreementVersion:
    """The same; raises Conflict where there is none."""
    found = latest(agreement)
    if found is None:
        raise Conflict(
            f"{agreement.name} has not been put before anybody yet.",
            "Its text is a draft; wait until it is proposed.",
        )
    return found


def current_draft(agreement: Agreement) -> AgreementVersion | None:
    return agreement.versions.filter(status=VersionStatus.DRAFT).first()


def binding(party: Party, *, at: datetime) -> AgreementVersion | None:
    """The highest version the party has accepted by that moment."""
    return (
        AgreementVersion.objects.filter(acceptances__party=party, acceptances__effective__lte=at)
        .select_related("agreement")
        .order_by("number")
        .last()
    )
