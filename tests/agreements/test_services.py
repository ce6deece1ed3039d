"""Putting declarations on record, signing papers, joining instruments."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import queries, services
from muster.agreements.models import Declaration, Party
from muster.agreements.services import DeclarationFacts
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict, Invalid, Refused


def facts(cast: Cast, **changes: Any) -> DeclarationFacts:
    good = DeclarationFacts(
        level="state",
        issued_by="Governor of Texas (synthetic)",
        reference="Proclamation 41",
        effective=cast.now - make.hours(1),
        expires=cast.now + make.hours(720),
        exercise=False,
    )
    return replace(good, **changes)


def declare(cast: Cast, **changes: Any) -> Declaration:
    return services.record_declaration(
        actor=cast.actor(cast.coordinator),
        jurisdiction=cast.texas,
        facts=facts(cast, **changes),
    )


def test_a_declaration_reaches_everybody_inside_its_territory(cast: Cast) -> None:
    declare(cast)

    [act] = queries.legal_book(exercise=False).acts
    assert act.kind is ActKind.STATE_DECLARATION
    assert str(cast.keene.pk) in act.organization_ids
    assert queries.legal_book(exercise=True).acts == ()


def test_a_local_declaration_stays_in_its_county(cast: Cast) -> None:
    services.record_declaration(
        actor=cast.actor(cast.coordinator),
        jurisdiction=cast.denton.jurisdiction,  # type: ignore[arg-type]
        facts=facts(cast, level="local"),
    )

    [act] = queries.legal_book(exercise=False).acts
    assert act.kind is ActKind.LOCAL_DECLARATION
    assert act.organization_ids == {str(cast.denton.pk)}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("level", {"level": "galactic"}),
        ("issued_by", {"issued_by": " "}),
        ("issued_by", {"issued_by": "g" * 201}),
        ("reference", {"reference": ""}),
        ("reference", {"reference": "r" * 2_000_000}),
        ("issued_by", {"issued_by": "Governor of \u202esaxeT"}),
        ("reference", {"reference": "Proclamation \u206714\u2069"}),
    ],
)
def test_a_faulty_declaration_is_refused(cast: Cast, field: str, changes: dict[str, Any]) -> None:
    with refused(Invalid, field):
        declare(cast, **changes)


@pytest.mark.parametrize(
    ("starts", "lasts", "field"),
    [
        (timedelta(0), timedelta(0), "expires"),
        (timedelta(0), timedelta(hours=-1), "expires"),
        (timedelta(0), timedelta(days=366), "expires"),
        (timedelta(days=-2000 * 365), timedelta(days=1), "effective"),
        (timedelta(days=6 * 365), timedelta(days=1), "effective"),
        (timedelta(days=-9), timedelta(days=8), "This is over already"),
    ],
)
def test_a_window_nobody_means_is_refused(
    cast: Cast, starts: timedelta, lasts: timedelta, field: str
) -> None:
    effective = cast.now + starts
    with refused(Invalid, field):
        declare(cast, effective=effective, expires=effective + lasts)


def test_a_state_declaration_is_for_a_state(cast: Cast) -> None:
    with refused(Invalid, "issued for a state"):
        services.record_declaration(
            actor=cast.actor(cast.coordinator),
            jurisdiction=cast.keene.jurisdiction,  # type: ignore[arg-type]
            facts=facts(cast),
        )


def test_the_same_declaration_is_recorded_once(cast: Cast) -> None:
    declare(cast)
    with refused(Conflict, "on record already"):
        declare(cast)


def test_only_the_coordinator_records_declarations(cast: Cast) -> None:
    with refused(Refused, "Only the hub coordinator"):
        services.record_declaration(
            actor=cast.actor(cast.keene_representative), jurisdiction=cast.texas, facts=facts(cast)
        )


def test_a_contract_holds_a_year_and_is_signed_once(cast: Cast) -> None:
    sign = {
        "agreement": cast.corps_program,
        "organization": cast.keene,
        "kind": ActKind.CLIENT_CONTRACT,
    }
    keene = cast.actor(cast.keene_representative)
    signed = services.sign_act(actor=keene, **sign)  # type: ignore[arg-type]

    assert signed.during.upper - signed.during.lower == services.SIGNED_ACT_LIFE
    assert signed.signed_by == cast.office(cast.keene_representative)
    with refused(Conflict, "has signed this already"):
        services.sign_act(actor=keene, **sign)  # type: ignore[arg-type]
    later = cast.actor(
        cast.keene_representative, at=cast.now + services.SIGNED_ACT_LIFE + timedelta(days=1)
    )
    services.sign_act(actor=later, **sign)  # type: ignore[arg-type]


def test_nobody_signs_for_another_town(cast: Cast) -> None:
    for person in (cast.keene_contact, cast.coordinator, cast.stranger):
        with refused(Refused, "Only an authorized representative of Keene"):
            services.sign_act(
                actor=cast.actor(person),
                agreement=cast.corps_program,
                organization=cast.keene,
                kind=ActKind.CLIENT_CONTRACT,
            )


def test_an_organization_joins_once_at_a_time(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)
    Party.objects.filter(organization=cast.denton, agreement=cast.statewide).delete()
    party = services.accede(actor=denton, agreement=cast.statewide, organization=cast.denton)

    assert party.during.upper is None
    with refused(Conflict, "is a party already"):
        services.accede(actor=denton, agreement=cast.statewide, organization=cast.denton)
    assert Party.objects.filter(organization=cast.denton, agreement=cast.statewide).count() == 1


def test_nobody_signs_themselves_into_the_guard_or_the_corps(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)

    for agreement in (cast.guard_order, cast.corps_program):
        with refused(Refused, "names its parties"):
            services.accede(actor=denton, agreement=agreement, organization=cast.denton)


def test_a_contract_nobody_asks_for_cannot_be_signed(cast: Cast) -> None:
    keene = cast.actor(cast.keene_representative)

    with refused(Conflict, "does not ask for"):
        services.sign_act(
            actor=keene,
            agreement=cast.statewide,
            organization=cast.keene,
            kind=ActKind.CLIENT_CONTRACT,
        )


def test_a_town_does_not_sign_the_governors_declaration(cast: Cast) -> None:
    keene = cast.actor(cast.keene_representative)

    with refused(Invalid, "is not signed here"):
        services.sign_act(
            actor=keene,
            agreement=cast.guard_order,
            organization=cast.keene,
            kind=ActKind.STATE_DECLARATION,
        )


def test_only_a_party_signs_under_an_agreement(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)

    with refused(Conflict, "is not a party"):
        services.sign_act(
            actor=denton,
            agreement=cast.corps_program,
            organization=cast.denton,
            kind=ActKind.CLIENT_CONTRACT,
        )
