"""The twelve shapes that ship as templates mean what the field knows of them."""

from __future__ import annotations

import json

import pytest
from tests.cli.commanding import Capture
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.agreements.queries.shapes import shape, shapes
from muster.cli.app import REFUSED, main
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.costs import CostBasis
from muster.domain.drafting.contradictions import contradictions
from muster.domain.drafting.meaning import Terms, meaning_of


def terms(slug: str) -> Terms:
    found = shape(slug)
    assert found is not None
    return meaning_of(found.draft, found.name)


def test_there_are_twelve_and_each_can_be_evaluated() -> None:
    assert len(shapes()) == 12
    assert len({one.slug for one in shapes()}) == 12
    for one in shapes():
        assert contradictions(one.draft) == (), one.slug
        assert one.summary.endswith(".")
        assert one.modeled_on


def test_the_network_of_many_members_needs_no_declaration_and_binds_nobody_to_send() -> None:
    warn = terms("warn")
    assert (warn.open_to_accession, warn.voluntary, warn.required_acts) == (True, True, ())


def test_the_cities_of_north_texas_send_hands_and_not_analysts() -> None:
    north = terms("north-texas")
    assert {kind.value for kind in north.scope.aid_kinds} == {"rebuild", "continuity", "kit"}
    assert north.cost_rule.basis is CostBasis.OVERTIME_TRAVEL_EQUIPMENT
    assert north.evergreen


def test_eight_hours_are_free_and_then_something_is_charged() -> None:
    mabas = terms("mabas-8h")
    assert mabas.cost_rule.free_hours == 8
    assert mabas.cost_rule.basis is not CostBasis.NONE


def test_twelve_hours_are_free_and_the_twelfth_is_confirmed() -> None:
    la_porte = terms("la-porte-12h")
    assert (la_porte.cost_rule.free_hours, la_porte.continue_before_hour) == (12, 12)
    assert la_porte.cap == "fema_rates"


def test_between_states_a_governor_declares_and_local_staff_become_agents() -> None:
    emac = terms("emac")
    assert {act.kind for act in emac.required_acts} == {
        ActKind.STATE_DECLARATION,
        ActKind.AGENT_OF_STATE,
    }
    control = emac.control_rule
    assert emac.across_states
    assert (control.operational, control.command) == ("whoever asked", "whoever sent the people")


def test_a_local_declaration_is_enough_where_the_state_says_so() -> None:
    assert [act.kind for act in terms("memac").required_acts] == [ActKind.LOCAL_DECLARATION]


def test_the_corps_comes_on_a_contract_with_the_employers_consent_and_no_declaration() -> None:
    corps = terms("mic3")
    assert [act.kind for act in corps.required_acts] == [
        ActKind.CLIENT_CONTRACT,
        ActKind.EMPLOYER_CONSENT,
    ]
    assert corps.scope.duty_statuses == {DutyStatus.VOLUNTEER}
    assert corps.program_sends


def test_the_reserve_goes_on_an_order_and_the_state_pays() -> None:
    reserve = terms("ohio-reserve")
    assert [act.kind for act in reserve.required_acts] == [ActKind.GUARD_ORDER]
    assert reserve.cost_rule.basis is CostBasis.NONE


def test_fees_never_exceed_cost() -> None:
    assert terms("texas-virt").cap == "schedule"


def test_the_task_force_is_called_through_the_watch() -> None:
    [act] = terms("nc-task-force").required_acts
    assert act.kind is ActKind.WATCH_REQUEST
    assert "24-hour watch" in act.supplier


def test_two_neighbors_end_after_their_term_unless_they_renew() -> None:
    pair = terms("two-party")
    assert (pair.evergreen, pair.years, pair.open_to_accession) == (False, 3, False)


def test_federal_staff_come_on_a_request() -> None:
    assert [act.kind for act in terms("federal").required_acts] == [ActKind.FEDERAL_REQUEST]


@pytest.mark.django_db
def test_a_template_is_read_clause_by_clause_with_what_is_open_in_it(cast: Cast) -> None:
    town = client_of(cast.keene_representative)
    assert (
        "Twelve hours free, then confirmed" in town.get("/agreements/templates/").content.decode()
    )
    page = town.get("/agreements/templates/la-porte-12h/").content.decode()
    assert "The first 12 hours of help in one stretch cost whoever asked nothing." in page
    assert "The words are ours and bind nobody." in page
    assert town.get("/agreements/templates/nonsense/").status_code == 404


@pytest.mark.django_db
def test_the_command_line_lists_templates_and_says_what_one_says(capsys: Capture) -> None:
    assert main(["agreement", "templates", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 12
    assert main(["agreement", "templates", "mabas-8h", "--json"]) == 0
    clauses = {row["clause"]: row["says"] for row in json.loads(capsys.readouterr().out)}
    assert clauses["Hours that cost nothing"].startswith("The first 8 hours")
    assert main(["agreement", "templates", "nonsense"]) == REFUSED
