"""What clauses mean together, and what they cannot mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from tests.domain.drafting.drafting import SOUND, draft, drafts

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis
from muster.domain.drafting.contradictions import contradictions
from muster.domain.drafting.drafts import Draft
from muster.domain.drafting.kinds import REQUIRED, Kind
from muster.domain.drafting.meaning import NoMeaning, meaning_of
from muster.domain.positions import AidKind

CITED = "Model agreement"


def test_a_sound_draft_means_what_it_says() -> None:
    assert contradictions(draft()) == ()
    terms = meaning_of(draft(), CITED)
    assert terms.open_to_accession
    assert terms.scope.duty_statuses == {DutyStatus.EMPLOYEE}
    assert terms.scope.aid_kinds == {AidKind.SPECIALIST, AidKind.REBUILD, AidKind.KIT}
    assert terms.scope.citation == "Model agreement, what help it covers"
    assert (terms.cost_rule.basis, terms.cost_rule.free_hours) == (CostBasis.ALL_COSTS, 12)
    assert (terms.cap, terms.continue_before_hour, terms.most_days) == ("fema_rates", 12, 14)
    assert str(terms.control_rule) == (
        "Whoever asked directs the work; whoever sent the people is in command."
    )
    assert terms.required_acts == ()
    assert (terms.evergreen, terms.notice_days) == (True, 60)


def test_required_acts_say_whose_they_are_and_who_supplies_them() -> None:
    found = draft(
        activation={"acts": ["local_declaration", "watch_request"], "watch": "the watch desk"}
    )
    local, watch = meaning_of(found, CITED).required_acts
    assert (local.kind, local.side) == (ActKind.LOCAL_DECLARATION, Side.REQUESTING)
    assert watch.supplier == "the requester's designated contact, calling the watch desk"


def test_local_staff_who_cross_a_state_line_need_to_be_agents_of_the_state() -> None:
    found = draft(scope={"across_states": True}, agent_of_state={"needed": True})
    [agent] = meaning_of(found, CITED).required_acts
    assert (agent.kind, agent.side) == (ActKind.AGENT_OF_STATE, Side.ASSISTING)


CLIENT: dict[str, dict[str, Any]] = {
    "membership": {"joining": "client", "sides": "program"},
    "activation": {"acts": ["client_contract"]},
    "scope": {"statuses": ["volunteer"]},
    "liability": {"compensation": "program"},
}
CONTRADICTORY: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    (
        {"charges": {"basis": "none"}},
        "free hours mean nothing",
        {"charges": {"basis": "none"}, "free_period": {"hours": 0}},
    ),
    (
        {"charges": {"basis": "fee_schedule", "cap": "actual"}},
        "published schedule",
        {"charges": {"basis": "fee_schedule", "cap": "schedule"}},
    ),
    (
        {"free_period": {"hours": 48}, "duration": {"most_days": 2}},
        "nothing would ever be charged",
        {"free_period": {"hours": 47}, "duration": {"most_days": 2}},
    ),
    (
        {"free_period": {"hours": 8}},
        "confirm before it is charged",
        {"free_period": {"hours": 8}, "confirmation": {"continue_before_hour": 8}},
    ),
    (
        {
            "duration": {"most_days": 1},
            "confirmation": {"continue_before_hour": 25},
            "free_period": {"hours": 0},
        },
        "gone home before hour 25",
        {
            "duration": {"most_days": 2},
            "confirmation": {"continue_before_hour": 25},
            "free_period": {"hours": 0},
        },
    ),
    (
        {"confirmation": {"verbal": False, "written_within_hours": 24}},
        "no spoken words",
        {"confirmation": {"verbal": False, "written_within_hours": 0}},
    ),
    (
        {"scope": {"statuses": ["title_32"]}},
        "Guard members go on an order",
        {"scope": {"statuses": ["title_32"]}, "activation": {"acts": ["guard_order"]}},
    ),
    (
        {"activation": {"acts": ["guard_order"]}},
        "none may be sent here",
        {"activation": {"acts": ["guard_order"]}, "scope": {"statuses": ["employee", "title_32"]}},
    ),
    (
        {"scope": {"statuses": ["federal"]}},
        "Choose both or neither",
        {"scope": {"statuses": ["federal"]}, "activation": {"acts": ["federal_request"]}},
    ),
    (
        {"scope": {"statuses": ["volunteer", "student"]}},
        "no home employer",
        {"scope": {"statuses": ["volunteer", "student"]}, "liability": {"compensation": "state"}},
    ),
    (
        {
            "scope": {"statuses": ["state_active_duty"]},
            "activation": {"acts": ["guard_order"]},
            "liability": {"compensation": "requesting"},
        },
        "the state's compensation",
        {"scope": {"statuses": ["state_active_duty"]}, "activation": {"acts": ["guard_order"]}},
    ),
    (CLIENT | {"membership": {"joining": "client", "sides": "both"}}, "does not send", CLIENT),
    (CLIENT | {"activation": {"acts": []}}, "Choose both or neither", CLIENT),
    (
        {"scope": {"across_states": True}},
        "risk liability",
        {"scope": {"across_states": True}, "agent_of_state": {"needed": False}},
    ),
    (
        {"agent_of_state": {"needed": True}},
        "nobody crosses one",
        {"agent_of_state": {"needed": False}},
    ),
    (
        {"property": {"lent": False}},
        "no equipment is lent",
        {"property": {"lent": False}, "scope": {"aid": ["rebuild"]}},
    ),
    (
        {"scope": {"aid": ["rebuild"], "positions": ["incident-lead"]}},
        "take the position out",
        {"scope": {"aid": ["specialist"], "positions": ["incident-lead"]}},
    ),
    (
        {"scope": {"aid": ["kit"], "places": ["remote"]}},
        "from afar only",
        {"scope": {"aid": ["kit"], "places": ["remote", "on_site"]}},
    ),
    (
        {"withdrawal": {"notice_days": 365}},
        "nobody could ever leave",
        {"withdrawal": {"notice_days": 365}, "renewal": {"years": 2}},
    ),
]


@pytest.mark.parametrize(("wrong", "said", "right"), CONTRADICTORY)
def test_what_cannot_stand_together_is_named_and_mended_by_one_change(
    wrong: dict[str, Any], said: str, right: dict[str, Any]
) -> None:
    [found] = contradictions(draft(**wrong))
    assert said in found.sentence
    with pytest.raises(NoMeaning) as why:
        meaning_of(draft(**wrong), CITED)
    assert why.value.sentences == (found.sentence,)
    assert contradictions(draft(**right)) == ()


@pytest.mark.parametrize("kind", sorted(REQUIRED))
def test_a_missing_clause_is_named(kind: Kind) -> None:
    sentences = [one.sentence for one in contradictions(draft(**{kind.value: None}))]
    assert any("is missing" in sentence for sentence in sentences)


def test_only_clauses_without_which_nobody_could_act_are_required() -> None:
    bare = {kind: None for kind in SOUND if Kind(kind) not in REQUIRED}
    assert contradictions(draft(**bare)) == ()


@given(drafts())
def test_every_draft_has_a_meaning_or_reasons_why_not(one: Draft) -> None:
    found = contradictions(one)
    if found:
        assert all(each.kinds and each.sentence.endswith(".") for each in found)
        with pytest.raises(NoMeaning):
            meaning_of(one, CITED)
    else:
        terms = meaning_of(one, CITED)
        assert terms.scope.duty_statuses
        assert terms.scope.on_site or terms.scope.remote
