"""Legal paths, from synthetic instruments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalBook, LegalPath, PathStanding, missing_of
from muster.domain.instruments import Act, Instrument, Membership, RequiredAct, Scope
from muster.domain.positions import AidKind
from muster.domain.windows import Window

DAY = datetime(2026, 3, 1, tzinfo=UTC)
YEAR = Window(DAY - timedelta(days=100), DAY + timedelta(days=265))
COMPACT = Instrument(
    id="compact",
    name="Synthetic compact",
    citation="s 1",
    scope=Scope(frozenset({DutyStatus.EMPLOYEE}), frozenset({AidKind.SPECIALIST}), "s 2"),
    memberships=(Membership("town", YEAR), Membership("north", YEAR)),
    required_acts=(RequiredAct(ActKind.LOCAL_DECLARATION, Side.REQUESTING, "the mayor", "s 3"),),
    cost_rule=CostRule(CostBasis.ALL_COSTS, "s 4"),
    eligible_ids=frozenset({"south"}),
)
DECLARED = Act(ActKind.LOCAL_DECLARATION, frozenset({"town"}), YEAR, "Synthetic resolution 7")
ASKED = Deployment("town", "north", DutyStatus.EMPLOYEE, AidKind.SPECIALIST, DAY)


def path(
    instrument: Instrument = COMPACT, asked: Deployment = ASKED, acts: tuple[Act, ...] = (DECLARED,)
) -> LegalPath:
    (one,) = LegalBook((instrument,), acts).paths(asked)
    return one


def test_two_parties_and_a_declaration_make_a_complete_path() -> None:
    found = path()
    assert found.standing is PathStanding.COMPLETE
    assert found.satisfied[-1] == "Local emergency declaration: Synthetic resolution 7"


def test_without_the_declaration_the_mayor_is_named() -> None:
    found = path(acts=())
    assert found.standing is PathStanding.NOT_YET
    (act,) = found.missing
    assert (act.organization_id, act.citation) == ("town", "s 3")
    assert str(act) == "local emergency declaration (the mayor)"


def test_a_declaration_by_somebody_else_does_not_count() -> None:
    assert path(acts=(replace(DECLARED, organization_ids=frozenset({"village"})),)).missing


def test_a_declaration_that_ends_as_the_work_begins_does_not_count() -> None:
    ended = replace(DECLARED, effective=Window(DAY - timedelta(days=3), DAY))
    assert path(acts=(ended,)).standing is PathStanding.NOT_YET


def test_an_act_for_another_instrument_does_not_count() -> None:
    assert path(acts=(replace(DECLARED, agreement_id="other"),)).missing
    assert not path(acts=(replace(DECLARED, agreement_id="compact"),)).missing


def test_an_eligible_organization_could_still_accede() -> None:
    (act,) = path(asked=replace(ASKED, assisting_id="south")).missing
    assert (act.kind, act.side) == (ActKind.ACCESSION, Side.ASSISTING)


def test_a_stranger_to_the_instrument_has_no_path_by_it() -> None:
    found = path(asked=replace(ASKED, assisting_id="east"))
    assert found.standing is PathStanding.NO
    assert "assisting organization is not a party" in found.reason


def test_a_party_that_joined_only_to_ask_may_not_assist() -> None:
    asks_only = Membership("north", YEAR, may_assist=False)
    found = path(replace(COMPACT, memberships=(Membership("town", YEAR), asks_only)))
    assert found.standing is PathStanding.NO


def test_a_party_that_withdrew_before_the_work_is_no_party() -> None:
    left = Membership("north", Window(DAY - timedelta(days=9), DAY))
    found = path(replace(COMPACT, memberships=(Membership("town", YEAR), left)))
    assert found.standing is PathStanding.NO


def test_people_and_aid_outside_the_scope_have_no_path() -> None:
    volunteer = path(asked=replace(ASKED, duty_status=DutyStatus.VOLUNTEER))
    kit = path(asked=replace(ASKED, aid_kind=AidKind.KIT))
    assert "volunteer people" in volunteer.reason
    assert "s 2" in kit.reason


def test_no_organization_needs_an_agreement_with_itself() -> None:
    assert path(asked=replace(ASKED, assisting_id="town")).standing is PathStanding.NO


def test_the_most_usable_path_comes_first_and_among_equals_the_cheapest() -> None:
    open_act = replace(COMPACT, id="a", name="A", required_acts=(*COMPACT.required_acts,) * 2)
    dear = replace(COMPACT, id="b", name="B", required_acts=())
    cheap = replace(dear, id="c", name="C", cost_rule=CostRule(CostBasis.NONE, "s"))
    found = LegalBook((open_act, dear, cheap), ()).paths(ASKED)
    assert [one.instrument_id for one in found] == ["c", "b", "a"]


def test_no_usable_instrument_is_no_path() -> None:
    book = LegalBook((COMPACT,), (DECLARED,))
    assert book.best_path(replace(ASKED, assisting_id="east")) is None


def test_the_shortest_list_of_missing_acts_is_given() -> None:
    one, none = path(acts=()), path()
    assert missing_of([one]) == one.missing
    assert missing_of([one, none]) == ()
    assert missing_of([path(asked=replace(ASKED, assisting_id="east")), one]) == one.missing
