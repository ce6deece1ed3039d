"""A text is put before the parties, accepted by some, and taken back as long as by none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from tests.agreements.test_drafting import begun, saved
from tests.support import texts
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import jobs, services
from muster.agreements.models import Acceptance, AgreementVersion, Party
from muster.agreements.queries import legal_book
from muster.agreements.queries.versions import binding
from muster.domain.acts import DutyStatus
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.positions import AidKind

pytestmark = pytest.mark.django_db


def proposed(cast: Cast, version: AgreementVersion, **more: object) -> AgreementVersion:
    return services.propose(
        actor=cast.actor(cast.coordinator),
        version=version,
        seen=version.revision,
        **more,  # type: ignore[arg-type]
    )


def amended(cast: Cast) -> AgreementVersion:
    """Version 2 of the statewide agreement: three days at most, before the parties."""
    draft = services.begin_version(actor=cast.actor(cast.coordinator), agreement=cast.statewide)
    return proposed(cast, saved(cast, draft, duration={"most_days": 3}, free_period={"hours": 8}))


def party_of(cast: Cast, name: str) -> Party:
    return Party.objects.get(agreement=cast.statewide, organization=getattr(cast, name))


def path(cast: Cast, asking: str, assisting: str) -> LegalPath:
    found = legal_book(exercise=False).best_path(
        Deployment(
            requesting_id=str(getattr(cast, asking).pk),
            assisting_id=str(getattr(cast, assisting).pk),
            duty_status=DutyStatus.EMPLOYEE,
            aid_kind=AidKind.REBUILD,
            begins_at=cast.now,
        )
    )
    assert found is not None
    return found


def test_named_parties_are_invited_first_and_then_sign(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)
    actor = cast.actor(cast.denton_representative)
    with refused(Invalid, "fewer than two are invited"):
        services.propose(actor=actor, version=version, seen=1)
    for organization in (cast.denton, cast.keene):
        services.invite(actor=actor, agreement=version.agreement, organization=organization)
    services.propose(actor=actor, version=version, seen=1)

    keene = cast.actor(cast.keene_representative)
    services.accede(actor=keene, agreement=version.agreement, organization=cast.keene, read=1)
    services.accede(actor=actor, agreement=version.agreement, organization=cast.denton)
    with refused(Refused, "names its parties"):
        services.accede(
            actor=cast.actor(cast.johnson_representative),
            agreement=version.agreement,
            organization=cast.johnson,
        )
    assert Acceptance.objects.filter(version=version).count() == 2


def test_parties_and_invited_are_told_by_mail_with_the_note(cast: Cast) -> None:
    version = amended(cast)
    jobs.mail_proposed(version_id=str(version.pk))
    told = {address for message in mail.outbox for address in message.to}
    assert cast.keene_representative.email in told
    assert cast.corps_representative.email not in told
    assert "binds you only if you accept it" in mail.outbox[0].body


def test_an_amendment_binds_only_who_accepts_it(cast: Cast) -> None:
    version = amended(cast)
    assert path(cast, "keene", "denton").version == 1
    for name in ("keene", "denton"):
        services.accept_amendment(
            actor=cast.actor(getattr(cast, f"{name}_representative")),
            party=party_of(cast, name),
            version=version,
        )
    together, apart = path(cast, "keene", "denton"), path(cast, "keene", "johnson")
    assert (together.version, together.cost_rule.free_hours) == (2, 8)
    assert (apart.version, apart.cost_rule.free_hours) == (1, 12)
    assert together.control_rule is not None


def test_a_version_is_accepted_once_and_never_downward(cast: Cast) -> None:
    version = amended(cast)
    actor, party = cast.actor(cast.keene_representative), party_of(cast, "keene")
    services.accept_amendment(actor=actor, party=party, version=version)
    for number in (1, 2):
        with refused(Conflict, "has accepted version 2 already"):
            services.accept_amendment(
                actor=actor, party=party, version=cast.statewide.versions.get(number=number)
            )


def test_the_200th_member_joins_under_the_text_it_has_read(cast: Cast) -> None:
    party_of(cast, "keene").delete()
    amended(cast)
    keene = cast.actor(cast.keene_representative)
    with refused(Conflict, "Version 1 of Statewide Aid was replaced"):
        services.accede(actor=keene, agreement=cast.statewide, organization=cast.keene, read=1)
    services.accede(actor=keene, agreement=cast.statewide, organization=cast.keene, read=2)
    assert path(cast, "keene", "denton").version == 1, "Denton has not accepted version 2"


def test_a_version_nobody_accepted_is_withdrawn_and_cannot_be_signed(cast: Cast) -> None:
    version = amended(cast)
    withdrawn = services.withdraw_version(
        actor=cast.actor(cast.coordinator), version=version, reason="A wrong figure."
    )
    with refused(Conflict, "was withdrawn"):
        services.accept_amendment(
            actor=cast.actor(cast.keene_representative),
            party=party_of(cast, "keene"),
            version=withdrawn,
        )
    party_of(cast, "keene").delete()
    with refused(Conflict, "Version 2 of Statewide Aid was withdrawn"):
        services.accede(
            actor=cast.actor(cast.keene_representative),
            agreement=cast.statewide,
            organization=cast.keene,
            read=2,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        texts.party(cast.statewide, cast.keene, withdrawn)


def test_a_version_that_binds_somebody_is_not_withdrawn(cast: Cast) -> None:
    version = amended(cast)
    services.accept_amendment(
        actor=cast.actor(cast.keene_representative),
        party=party_of(cast, "keene"),
        version=version,
    )
    with refused(Conflict, "Version 2 binds 1 party"):
        services.withdraw_version(
            actor=cast.actor(cast.coordinator), version=version, reason="A wrong figure."
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(
            status="withdrawn", withdrawn_at=cast.now, withdrawal_reason="by hand"
        )


def test_the_database_accepts_no_version_of_another_agreement(cast: Cast) -> None:
    other = cast.corps_program.versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(
            party=party_of(cast, "keene"),
            version=other,
            effective=cast.now,
            accepted_at=cast.now,
        )


def test_a_term_begins_on_its_day_and_a_fixed_one_ends(cast: Cast) -> None:
    draft = services.begin_version(actor=cast.actor(cast.coordinator), agreement=cast.statewide)
    ready = saved(cast, draft, renewal={"how": "fixed", "years": 2})
    begins = cast.now + timedelta(days=30)
    version = proposed(cast, ready, effective=begins)
    assert version.term.upper.year in {begins.year + 2}
    party = party_of(cast, "keene")
    services.accept_amendment(
        actor=cast.actor(cast.keene_representative), party=party, version=version
    )
    now, then = binding(party, at=cast.now), binding(party, at=begins)
    assert now is not None
    assert then is not None
    assert (now.number, then.number) == (1, 2)


def test_a_term_in_the_past_or_far_away_is_refused(cast: Cast) -> None:
    draft = services.begin_version(actor=cast.actor(cast.coordinator), agreement=cast.statewide)
    for days in (-1, 3 * 365):
        with refused(Invalid, "from today on, within two years"):
            proposed(cast, draft, effective=cast.now + timedelta(days=days))


def test_a_draft_that_moved_on_is_read_again_before_it_is_proposed(cast: Cast) -> None:
    draft = services.begin_version(actor=cast.actor(cast.coordinator), agreement=cast.statewide)
    saved(cast, draft, duration={"most_days": 3})
    with refused(Conflict, "Somebody changed this draft since you read it"):
        proposed(cast, draft)


def test_only_who_can_bind_puts_a_text_before_others(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)
    with refused(Refused, "Only an authorized representative of Denton County"):
        services.propose(actor=cast.actor(cast.keene_representative), version=version, seen=1)


def test_an_organization_outside_the_hub_is_not_invited(cast: Cast) -> None:
    version = begun(cast)
    cast.lubbock.member_since = None
    cast.lubbock.save()
    with refused(Invalid, "has not joined the hub"):
        services.invite(
            actor=cast.actor(cast.coordinator),
            agreement=version.agreement,
            organization=cast.lubbock,
        )
