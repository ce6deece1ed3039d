"""Counsel writes an agreement: from a template to a text that stands before the parties."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import services
from muster.agreements.models import Agreement, AgreementVersion, InstrumentKind
from muster.agreements.queries.shapes import shape
from muster.agreements.services.drafting import Heading
from muster.audit.models import AuditEvent
from muster.directory.models import Organization
from muster.domain.drafting.drafts import stored
from muster.domain.drafting.kinds import Kind
from muster.domain.failures import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db


def begun(
    cast: Cast, *, template: str = "two-party", steward: Organization | None = None, **heading: Any
) -> AgreementVersion:
    found = shape(template)
    assert found is not None
    return services.begin_agreement(
        actor=cast.actor(cast.denton_representative if steward else cast.coordinator),
        steward=steward,
        heading=Heading(
            **{
                "name": "Neighbors of the Brazos",
                "kind": InstrumentKind.REGIONAL,
                "citation": "Ordinance 7",
                "state": "TX",
                **heading,
            }
        ),
        clauses=stored(found.draft),
    )


def rows(version: AgreementVersion, **changes: dict[str, Any]) -> list[dict[str, Any]]:
    found = {row["kind"]: row for row in version.clauses}
    for kind, values in changes.items():
        row = found.get(kind, {"kind": kind, "values": {}})
        found[kind] = {**row, "values": {**row["values"], **values}}
    return list(found.values())


def saved(cast: Cast, version: AgreementVersion, **changes: dict[str, Any]) -> AgreementVersion:
    return services.save_draft(
        actor=cast.actor(cast.coordinator),
        version=version,
        clauses=rows(version, **changes),
        note="",
        seen=version.revision,
    )


def test_an_agreement_begins_as_a_draft_nobody_is_bound_by(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)

    agreement = version.agreement
    assert (agreement.slug, agreement.in_force) == ("neighbors-of-the-brazos", None)
    assert (version.number, version.status, agreement.steward) == (1, "draft", cast.denton)
    assert AuditEvent.objects.filter(action="agreements:agreement:begun").count() == 1


def test_two_agreements_of_one_name_have_addresses_of_their_own(cast: Cast) -> None:
    first, second = begun(cast), begun(cast)
    assert first.agreement.slug != second.agreement.slug
    assert begun(cast, name="new").agreement.slug == "new-2"


def test_only_an_office_of_a_member_begins_an_agreement(cast: Cast) -> None:
    with refused(Refused, "Only an office of Keene begins"):
        begun(cast, steward=cast.keene)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ({"name": " "}, "Give the agreement a name."),
        ({"state": "Texas"}, "two letters"),
        ({"citation": "§" * 301}, "within 300 characters"),
    ],
)
def test_a_heading_that_cannot_stand_is_refused(
    cast: Cast, heading: dict[str, str], said: str
) -> None:
    with refused(Invalid, said):
        begun(cast, **heading)


def test_the_second_of_two_counsel_is_told_and_nothing_is_overwritten(cast: Cast) -> None:
    version = begun(cast)
    saved(cast, version, duration={"most_days": 10})
    with refused(Conflict, "Somebody else saved this draft"):
        saved(cast, version, duration={"most_days": 5})
    version.refresh_from_db()
    [duration] = [row for row in version.clauses if row["kind"] == "duration"]
    assert (duration["values"]["most_days"], version.revision) == (10, 2)


def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    version = begun(cast)
    assert saved(cast, version).revision == 1


def test_a_contradictory_or_unreadable_draft_is_not_kept(cast: Cast) -> None:
    version = begun(cast)
    with refused(Invalid, "Guard members go on an order"):
        saved(cast, version, scope={"statuses": ["title_32"]})
    with refused(Invalid, "whole number of days from 1 to 180"):
        saved(cast, version, duration={"most_days": "many"})
    with refused(Invalid, "no such parameter"):
        saved(cast, version, duration={"colour": "red"})


def test_a_draft_of_others_is_not_changed(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)
    with refused(Refused, "is kept by Denton County"):
        services.save_draft(
            actor=cast.actor(cast.keene_representative),
            version=version,
            clauses=version.clauses,
            note="mine",
            seen=1,
        )


def test_whoever_is_invited_writes_remarks_and_counsel_settles_them(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)
    keene = cast.actor(cast.keene_representative)
    with refused(Refused, "open to its parties and to whom it invites"):
        services.comment(actor=keene, version=version, text="Too long.")
    denton = cast.actor(cast.denton_representative)
    services.invite(actor=denton, agreement=version.agreement, organization=cast.keene)

    written = services.comment(
        actor=keene, version=version, text="Fourteen days are too long.", clause=Kind.DURATION
    )
    assert (written.clause, written.author_name) == ("duration", "Keene Representative")
    with refused(Refused, "is kept by Denton County"):
        services.settle_comment(actor=keene, comment=written)
    assert services.settle_comment(actor=denton, comment=written).settled_at is not None


def test_an_empty_or_endless_remark_is_refused(cast: Cast) -> None:
    version = begun(cast)
    actor = cast.actor(cast.coordinator)
    with refused(Invalid, "Write the remark"):
        services.comment(actor=actor, version=version, text="  ")
    with refused(Invalid, "within 2000 characters"):
        services.comment(actor=actor, version=version, text="x" * 2001)


def test_a_discarded_first_draft_takes_the_agreement_with_it(cast: Cast) -> None:
    version = begun(cast)
    services.discard_draft(actor=cast.actor(cast.coordinator), version=version, seen=1)
    assert not Agreement.objects.filter(name="Neighbors of the Brazos").exists()
    event = AuditEvent.objects.get(action="agreements:version:discarded")
    assert event.facts["clauses"], "what it said is kept"


def test_the_next_version_begins_with_the_text_that_stands_and_there_is_one_draft(
    cast: Cast,
) -> None:
    actor = cast.actor(cast.coordinator)
    version = services.begin_version(actor=actor, agreement=cast.statewide)
    assert (version.number, version.clauses) == (2, cast.statewide.versions.get(number=1).clauses)
    with refused(Conflict, "has a draft already"):
        services.begin_version(actor=actor, agreement=cast.statewide)


def test_the_database_keeps_a_text_that_stands_as_it_is(cast: Cast) -> None:
    stands = cast.statewide.versions.get()
    for change in ({"clauses": []}, {"status": "draft"}, {"number": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementVersion.objects.filter(pk=stands.pk).update(**change)
