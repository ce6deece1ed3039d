"""The replay walks the real services; four towns are enough to see what it claims."""

from __future__ import annotations

import io
import json

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from rich.console import Console
from tests.support.real_data import atlas_path

from muster.cli.printing import print_json
from muster.demo.replay import DECLARED_AT, Replay
from muster.demo.replay_outcome import Outcome, as_json
from muster.demo.replay_report import print_report
from muster.demo.texas_2019.needs import needs_of
from muster.demo.texas_2019.partners import GUARD
from muster.demo.texas_2019.victims import VICTIMS
from muster.domain.acts import ActKind

CHOSEN = ("place:keene", "county:lubbock", "place:jacksboro", "place:van_horn")
SOME = [victim for victim in VICTIMS if victim.division in CHOSEN]

pytestmark = pytest.mark.xdist_group("replay")


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Outcome:
    """One run for all tests, taken back at once."""
    atlas_path()
    with django_db_blocker.unblock(), transaction.atomic():
        found = Replay(SOME).run()
        transaction.set_rollback(True)
    return found


def test_every_town_asks_for_what_the_scenario_says(outcome: Outcome) -> None:
    assert outcome.needs == sum(need.count for victim in SOME for need in needs_of(victim))
    assert [row.organization for row in outcome.asked] == [victim.name for victim in SOME]


def test_the_guard_comes_only_once_the_declaration_is_on_record(outcome: Outcome) -> None:
    before, after = outcome.before_declaration, outcome.after_declaration
    assert before
    assert after
    assert GUARD.name not in {row.lender for row in before.going}
    assert GUARD.name in {row.lender for row in after.going}
    assert after.filled > before.filled
    assert before.at < DECLARED_AT <= after.at


def test_the_declaration_is_named_with_who_can_supply_it_and_what_it_changes(
    outcome: Outcome,
) -> None:
    assert outcome.after_declaration
    [act] = [row for row in outcome.blocked_by if row.kind == ActKind.STATE_DECLARATION]
    assert act.supplier == "the governor"
    assert act.filled_with_it == outcome.after_declaration.filled
    assert "Lubbock County" in act.organizations


def test_filled_and_open_add_up_to_what_was_asked_at_every_stage(outcome: Outcome) -> None:
    for plan in (outcome.before_declaration, outcome.after_declaration, outcome.final):
        assert plan
        assert plan.filled + plan.unfilled == outcome.needs
        assert sum(row.units for row in plan.going) == plan.filled
        assert sum(row.units for row in plan.open) == plan.unfilled
        assert all(row.because for row in plan.open)


def test_every_plan_is_proven_best(outcome: Outcome) -> None:
    for plan in (outcome.before_declaration, outcome.after_declaration, outcome.final):
        assert plan
        assert plan.optimal
        assert all(level["value"] == level["bound"] for level in plan.levels)


def test_no_mission_order_lacks_an_act_and_all_that_was_planned_is_ordered(
    outcome: Outcome,
) -> None:
    assert outcome.final
    assert outcome.mission_orders
    assert {row.missing_acts for row in outcome.mission_orders} == {0}
    assert all(row.acts > 0 and row.pdf_bytes > 10_000 for row in outcome.mission_orders)
    assert len(outcome.mission_orders) == outcome.offers
    assert outcome.filled == outcome.final.filled
    assert outcome.refused == []


def test_the_chain_of_the_whole_night_verifies(outcome: Outcome) -> None:
    assert outcome.audit_intact
    assert outcome.audit_events > len(outcome.mission_orders) * 4


def test_the_json_holds_the_promised_figures_and_nothing_else_on_standard_output(
    outcome: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    print_json(as_json(outcome))
    found = json.loads(capsys.readouterr().out)
    assert found["incidents"] == len(SOME)
    assert found["filled"] + found["unfilled"] == found["needs"] == outcome.needs
    assert found["optimal"] is True
    assert found["gap"] == 0
    assert found["seconds"] > 0
    blocked = found["blocked_by"]
    assert "the governor" in {row["supplier"] for row in blocked}
    filled = [row["filled_with_it"] for row in blocked]
    assert filled == sorted(filled, reverse=True)
    assert filled[-1] >= blocked[0]["filled_without_it"]
    assert found["orders_lacking_an_act"] == 0
    assert found["exercise"] is True


def test_the_report_names_sources_and_calls_itself_an_exercise(outcome: Outcome) -> None:
    paper = io.StringIO()
    print_report(Console(file=paper, width=200), outcome)
    text = paper.getvalue()
    assert text.count("EXERCISE. The event is real") == 2
    assert "Texas Department of Information Resources" in text
    assert "the governor" in text
    assert "Why no better plan exists" in text


def test_an_unfinished_replay_is_not_reported(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match="did not finish"):
        print_report(Console(file=io.StringIO()), Outcome())
