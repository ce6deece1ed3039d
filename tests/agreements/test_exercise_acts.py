"""What is signed in a drill counts in drills only."""

from __future__ import annotations

from typing import Any

from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import queries, services
from muster.agreements.models import Party, SignedAct
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict


def contract(cast: Cast, *, exercise: bool = False) -> SignedAct:
    return services.sign_act(
        actor=cast.actor(cast.keene_representative),
        agreement=cast.corps_program,
        organization=cast.keene,
        kind=ActKind.CLIENT_CONTRACT,
        exercise=exercise,
    )


def joined(cast: Cast, *, exercise: bool = False) -> Party:
    return services.accede(
        actor=cast.actor(cast.keene_representative),
        agreement=cast.statewide,
        organization=cast.keene,
        exercise=exercise,
    )


def members(cast: Cast, *, exercise: bool) -> set[str]:
    book = queries.legal_book(exercise=exercise)
    [statewide] = [one for one in book.instruments if one.id == str(cast.statewide.pk)]
    return {one.organization_id for one in statewide.memberships}


def test_a_contract_of_a_drill_counts_in_drills_only(cast: Cast) -> None:
    contract(cast, exercise=True)

    assert queries.legal_book(exercise=False).acts == ()
    assert len(queries.legal_book(exercise=True).acts) == 1


def test_a_real_contract_counts_in_reality_and_in_drills(cast: Cast) -> None:
    contract(cast)

    assert len(queries.legal_book(exercise=False).acts) == 1
    assert len(queries.legal_book(exercise=True).acts) == 1
    with refused(Conflict, "has signed this already"):
        contract(cast, exercise=True)


def test_after_the_drill_the_real_contract_is_still_to_be_signed(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    contract(cast, exercise=True)
    with refused(Conflict, "has signed this already"):
        contract(cast, exercise=True)
    actor = cast.actor(cast.keene_representative)
    due = (cast.keene, ActKind.CLIENT_CONTRACT)
    assert due in queries.open_signatures(cast.corps_program, actor)
    settings.DEMO = True
    assert due not in queries.open_signatures(cast.corps_program, actor)
    settings.DEMO = False
    assert due not in queries.open_signatures(cast.corps_program, actor, exercise=True)

    contract(cast)

    assert due not in queries.open_signatures(cast.corps_program, actor)


def test_an_accession_of_a_drill_makes_no_real_party(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    joined(cast, exercise=True)

    assert str(cast.keene.pk) not in members(cast, exercise=False)
    assert str(cast.keene.pk) in members(cast, exercise=True)
    counted: Any = queries.agreements_in_force(at=cast.now).get(pk=cast.statewide.pk)
    assert counted.party_count == 3
    with refused(Conflict, "is a party already"):
        joined(cast, exercise=True)

    joined(cast)
    assert str(cast.keene.pk) in members(cast, exercise=False)


def test_a_real_party_need_not_join_a_drill(cast: Cast) -> None:
    with refused(Conflict, "is a party already"):
        joined(cast, exercise=True)


def test_a_member_by_drill_cannot_sign_a_real_contract(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.corps_program, organization=cast.keene).update(
        exercise=True
    )

    with refused(Conflict, "is not a party"):
        contract(cast)
    assert contract(cast, exercise=True).exercise


def test_records_loaded_as_data_are_real(cast: Cast) -> None:
    assert not Party.objects.filter(exercise=True).exists()
    assert str(cast.keene.pk) in members(cast, exercise=False)
