"""The text two parties had between them when they promised each other something."""

from __future__ import annotations

from uuid import UUID

from muster.agreements.models import AgreementVersion, Party
from muster.agreements.queries.ground import window_of
from muster.agreements.queries.versions import terms_of
from muster.domain.binding import (
    Accepted,
    AgreementOnRecord,
    PartyOnRecord,
    Version,
    instruments_of,
)
from muster.domain.coverage import Deployment, LegalBook, LegalPath
from muster.domain.drafting.meaning import NoMeaning


def path_under(
    deployment: Deployment, *, agreement_id: UUID, number: int, book: LegalBook, exercise: bool
) -> LegalPath | None:
    """The path under one version, whatever the parties have accepted since. Two queries.

    None when the version is not on record, cannot be read, or the two are not its parties.
    """
    version = (
        AgreementVersion.objects.filter(agreement=agreement_id, number=number)
        .exclude(agreement__in_force=None)
        .select_related("agreement")
        .first()
    )
    if version is None:
        return None
    try:
        terms = terms_of(version)
    except NoMeaning:
        return None
    parties = Party.objects.filter(
        agreement=agreement_id,
        organization__in=[deployment.requesting_id, deployment.assisting_id],
    )
    if not exercise:
        parties = parties.filter(exercise=False)
    agreement = version.agreement
    on_record = AgreementOnRecord(
        id=str(agreement.pk),
        name=f"{agreement.name}, version {number}" if number > 1 else agreement.name,
        citation=agreement.citation,
        versions=(Version(number, terms, window_of(agreement.in_force)),),
        parties=tuple(_bound(party, number) for party in parties.order_by("pk")),
        eligible={},
    )
    return LegalBook(instruments_of(on_record), book.acts).best_path(deployment)


def _bound(party: Party, number: int) -> PartyOnRecord:
    during = window_of(party.during)
    return PartyOnRecord(
        organization_id=str(party.organization_id),
        during=during,
        accepted=(Accepted(number, during.start),),
        may_request=party.may_request,
        may_assist=party.may_assist,
    )
