from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from tests.support.real_data import atlas_path

from muster.demo.texas_2019.agreements import (
    CORPS_PROGRAM,
    GUARD_ORDER,
    HIGH_PLAINS,
    INSTRUMENTS,
    NORTH_CENTRAL,
    NOT_IN_STATEWIDE,
    STATEWIDE,
)
from muster.demo.texas_2019.draws import Draws
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.needs import all_needs, needs_of
from muster.demo.texas_2019.partners import CORPS, GUARD, KIT, PARTNERS
from muster.demo.texas_2019.regions import NORTH_CENTRAL_TEXAS, PANHANDLE, SOUTH_PLAINS
from muster.demo.texas_2019.reserves import guard_teams
from muster.demo.texas_2019.staff import home_floors, staff_count, synthetic_staff
from muster.demo.texas_2019.timeline import FIRST_REPORT_AT, TIMELINE, UNDATED
from muster.demo.texas_2019.victims import STAND_IN, VICTIMS
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalBook, LegalPath, PathStanding
from muster.domain.instruments import Act
from muster.domain.matching.problem import Mode, Priority
from muster.domain.positions import BY_CODE, AidKind, CredentialLevel
from muster.domain.windows import Window
from muster.maps.atlas import load_counties

VALID = Window(FIRST_REPORT_AT - timedelta(days=400), FIRST_REPORT_AT + timedelta(days=400))
GOVERNMENTS = (*VICTIMS, *LENDERS)
KEYS = {one.ocd_id for one in GOVERNMENTS} | {partner.key for partner in PARTNERS}
BY_NAME = {one.name: one for one in GOVERNMENTS}


def _path(
    requesting: str,
    assisting: str,
    status: DutyStatus = DutyStatus.EMPLOYEE,
    kind: AidKind = AidKind.SPECIALIST,
    acts: tuple[Act, ...] = (),
) -> LegalPath | None:
    book = LegalBook(tuple(row.instrument(VALID) for row in INSTRUMENTS), acts)
    assisting_key = BY_NAME[assisting].ocd_id if assisting in BY_NAME else assisting
    return book.best_path(
        Deployment(BY_NAME[requesting].ocd_id, assisting_key, status, kind, FIRST_REPORT_AT)
    )


def test_there_are_23_victims_and_61_lenders_each_only_once() -> None:
    assert (len(VICTIMS), len(LENDERS)) == (23, 61)
    assert len({one.ocd_id for one in GOVERNMENTS}) == 84
    assert len({one.slug for one in GOVERNMENTS}) == 84


def test_every_kind_of_government_asks_for_help() -> None:
    assert {victim.kind for victim in VICTIMS} == {"town", "city", "county"}


def test_a_victim_nobody_named_says_that_it_is_a_stand_in() -> None:
    for victim in VICTIMS:
        assert (victim.source == STAND_IN) is not victim.named_publicly, victim.name
    assert sum(victim.named_publicly for victim in VICTIMS) == 9


def test_populations_are_positive_and_dated() -> None:
    for one in GOVERNMENTS:
        assert one.population > 0
        assert one.population_year == 2021


@pytest.mark.real_data
def test_every_government_lies_in_its_county() -> None:
    counties = load_counties(atlas_path(), "48")
    for one in GOVERNMENTS:
        assert counties[one.county_fips].contains(one.place), one.name


@pytest.mark.real_data
def test_every_county_government_has_the_code_of_its_county() -> None:
    counties = load_counties(atlas_path(), "48")
    for one in GOVERNMENTS:
        if one.kind == "county":
            assert counties[one.county_fips].name == one.name.removesuffix(" County")


@pytest.mark.real_data
def test_every_county_of_a_region_has_its_name_and_a_neighbour_in_the_region() -> None:
    counties = load_counties(atlas_path(), "48")
    for region in (NORTH_CENTRAL_TEXAS, PANHANDLE, SOUTH_PLAINS):
        for fips, name in region.items():
            assert counties[fips].name == name
            assert counties[fips].neighbours & region.keys()


@pytest.mark.real_data
def test_the_two_regions_of_the_high_plains_border_each_other() -> None:
    counties = load_counties(atlas_path(), "48")
    assert any(counties[fips].neighbours & SOUTH_PLAINS.keys() for fips in PANHANDLE)


def test_every_need_names_a_known_position_level_and_victim() -> None:
    victims = {victim.ocd_id for victim in VICTIMS}
    levels = {int(level) for level in CredentialLevel}
    for need in all_needs():
        assert need.position in BY_CODE
        assert need.minimum_level in levels
        assert need.victim_ocd_id in victims
        assert need.count > 0
        assert need.days > 0


def test_a_victim_asks_for_four_to_seven_different_things() -> None:
    for victim in VICTIMS:
        rows = needs_of(victim)
        assert 4 <= len(rows) <= 7, victim.name
        assert len({row.position for row in rows}) == len(rows), victim.name
    assert 110 <= len(all_needs()) <= 125


def test_life_safety_comes_first_and_only_stand_ins_claim_it() -> None:
    urgent = [need for need in all_needs() if need.priority is Priority.LIFE_SAFETY]
    stand_ins = {victim.ocd_id for victim in VICTIMS if not victim.named_publicly}
    assert {need.victim_ocd_id for need in urgent} <= stand_ins
    assert Counter(need.position for need in urgent) == {
        "emergency-call-taker": 3,
        "network-engineer": 1,
        "network-switch": 1,
    }
    for victim in VICTIMS:
        rows = needs_of(victim)
        assert list(rows) == sorted(rows, key=lambda row: row.priority)


def test_a_larger_government_asks_for_no_fewer_people_to_rebuild() -> None:
    asked = [
        (victim.population, need.count)
        for victim in VICTIMS
        for need in needs_of(victim)
        if need.position == "rebuild-technician"
    ]
    counts = [count for _, count in sorted(asked)]
    assert counts == sorted(counts)
    assert len(counts) == 23


def test_hands_on_work_is_never_asked_for_remotely() -> None:
    for need in all_needs():
        if need.position in {"rebuild-technician", "emergency-call-taker", "laptop"}:
            assert need.mode is Mode.ON_SITE


def test_everybody_is_visibly_synthetic() -> None:
    staff = synthetic_staff()
    for row in staff:
        assert row.name.startswith("Synthetic ")
        assert row.email.endswith(".synthetic.example")
    assert len({row.email for row in staff}) == len(staff)
    assert [row.number for row in staff] == list(range(1, len(staff) + 1))


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert synthetic_staff(7) == synthetic_staff(7)
    assert synthetic_staff(7) != synthetic_staff(8)


def test_every_lender_has_three_to_fourteen_people_the_larger_the_more() -> None:
    counts = Counter(row.organization_key for row in synthetic_staff())
    for lender in LENDERS:
        assert counts[lender.ocd_id] == staff_count(lender.population)
    assert (staff_count(1), staff_count(15_000), staff_count(2_000_000)) == (3, 3, 14)
    sizes = [staff_count(people) for people in range(10_000, 1_200_000, 5_000)]
    assert sizes == sorted(sizes)


def test_everybody_holds_one_or_two_known_jobs_at_known_levels() -> None:
    for row in synthetic_staff():
        assert 1 <= len(row.levels) <= 2
        assert len(dict(row.levels)) == len(row.levels)
        for position, level in row.levels:
            assert not BY_CODE[position].is_kit
            assert CredentialLevel(level)


def test_nobody_works_for_an_organization_that_is_not_in_the_scenario() -> None:
    assert {row.organization_key for row in synthetic_staff()} <= KEYS
    assert {row.organization_key for row in KIT} <= KEYS
    assert {row.position for row in KIT} == {"laptop", "network-switch"}


def test_the_guard_has_four_teams_of_six_and_the_corps_forty_volunteers() -> None:
    staff = synthetic_staff()
    teams = guard_teams(staff)
    assert [len(team.member_numbers) for team in teams] == [6, 6, 6, 6]
    members = {row.number for row in staff if row.organization_key == GUARD.key}
    assert {number for team in teams for number in team.member_numbers} == members
    assert sum(row.organization_key == CORPS.key for row in staff) == 40


def test_somewhere_a_whole_guard_team_fits() -> None:
    (levels,) = {team.levels for team in guard_teams(synthetic_staff())}
    assert any(
        need.count >= 6 and dict(levels).get(need.position, 9) <= need.minimum_level
        for need in all_needs()
    )


def test_a_home_floor_never_keeps_more_than_the_organization_has() -> None:
    staff = synthetic_staff()
    for floor in home_floors(staff):
        holders = [
            row
            for row in staff
            if row.organization_key == floor.organization_key and floor.position in dict(row.levels)
        ]
        assert 0 < floor.keep < len(holders)


def test_every_party_and_everybody_who_could_join_exists() -> None:
    for row in INSTRUMENTS:
        assert row.party_keys <= KEYS, row.name
        assert row.eligible_keys <= KEYS, row.name
        assert not row.eligible_keys & row.party_keys, row.name
    assert NOT_IN_STATEWIDE <= KEYS


def test_every_clause_says_that_it_is_demonstration_text() -> None:
    for row in INSTRUMENTS:
        clauses = [row.citation, row.scope.citation, row.cost_rule.citation]
        clauses += [act.citation for act in row.required_acts]
        for clause in clauses:
            assert "demonstration text" in clause


def test_towns_differ_in_how_they_are_covered() -> None:
    statewide, regional = STATEWIDE.requesting_keys, NORTH_CENTRAL.requesting_keys
    regional = regional | HIGH_PLAINS.requesting_keys
    standing = {(v.ocd_id in statewide, v.ocd_id in regional) for v in VICTIMS}
    assert standing == {(True, True), (True, False), (False, True), (False, False)}


def test_a_lender_of_the_region_may_send_hands_but_not_specialists_to_wilmer() -> None:
    hands = _path("City of Wilmer", "City of Plano", kind=AidKind.REBUILD)
    specialists = _path("City of Wilmer", "City of Plano")
    assert hands is not None
    assert hands.standing is PathStanding.COMPLETE
    assert hands.instrument_id == NORTH_CENTRAL.key
    assert specialists is not None
    assert [missing.kind for missing in specialists.missing] == [ActKind.ACCESSION]


def test_the_declaration_is_all_that_keeps_the_guard_at_home() -> None:
    before = _path("City of Borger", GUARD.key, DutyStatus.STATE_ACTIVE_DUTY)
    assert before is not None
    assert [str(missing) for missing in before.missing] == [
        "state disaster declaration (the governor)"
    ]
    act = Act(
        ActKind.STATE_DECLARATION,
        frozenset({BY_NAME["City of Borger"].ocd_id}),
        VALID,
        "synthetic declaration",
    )
    after = _path("City of Borger", GUARD.key, DutyStatus.STATE_ACTIVE_DUTY, acts=(act,))
    assert after is not None
    assert after.standing is PathStanding.COMPLETE
    assert after.instrument_id == GUARD_ORDER.key


def test_the_corps_waits_for_a_contract_the_town_can_sign() -> None:
    path = _path("City of Keene", CORPS.key, DutyStatus.VOLUNTEER)
    assert path is not None
    assert path.instrument_id == CORPS_PROGRAM.key
    (missing,) = path.missing
    assert missing.supplier == "the requester's authorized representative"


def test_the_first_twelve_hours_between_governments_are_free() -> None:
    for row in (STATEWIDE, NORTH_CENTRAL, HIGH_PLAINS):
        assert row.cost_rule.free_hours == 12


def test_the_story_begins_at_half_past_two_texas_time_and_runs_forward() -> None:
    assert TIMELINE[0].at.isoformat() == "2019-08-16T02:30:00-05:00"
    assert [entry.at for entry in TIMELINE] == sorted(entry.at for entry in TIMELINE)


def test_every_fact_has_a_source() -> None:
    for entry in TIMELINE:
        assert entry.source
    for fact, source in UNDATED:
        assert fact.endswith(".")
        assert source


def test_a_draw_depends_on_its_name_and_not_on_the_order_of_asking() -> None:
    first = Draws(1)
    kept = first.share("pay", 3)
    first.share("level", 3)
    assert Draws(1).share("pay", 3) == kept
    assert Draws(1).share("pay", 4) != kept


def test_draws_stay_within_their_limits_and_reach_both() -> None:
    drawn = {Draws(seed).between(2, 4, "x") for seed in range(60)}
    assert drawn == {2, 3, 4}


def test_a_weight_of_zero_is_never_drawn() -> None:
    assert {Draws(seed).weighted({"a": 0, "b": 1}, "x") for seed in range(40)} == {"b"}


def test_drawing_from_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weight"):
        Draws(1).weighted({}, "x")
