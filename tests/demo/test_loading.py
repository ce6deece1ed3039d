"""The demo hub is whole, honest about being synthetic, and loaded once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.builders import organization
from tests.support.real_data import atlas_path
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.agreements.models import AgreementVersion
from muster.agreements.queries import legal_book
from muster.agreements.queries.versions import draft_of, terms_of
from muster.aid.models import Request
from muster.audit.verification import verify
from muster.authz.actors import Duty, Source
from muster.demo.demo_hub import load_demo_hub, loaded_at
from muster.demo.loading import load_hub
from muster.demo.personas import VICTIM_KEY
from muster.demo.texas_2019.agreements import INSTRUMENTS
from muster.demo.texas_2019.staff import synthetic_staff
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import Jurisdiction, Organization, OrganizationKind, Tenure
from muster.directory.queries.actors import actor_for
from muster.domain.drafting.kinds import REQUIRED
from muster.domain.failures import Conflict
from muster.domain.positions import POSITIONS
from muster.responders.models import HomeFloor, Responder, Team
from muster.responders.queries import lendable_groups, own_responder
from muster.responders.rows import roster_rows

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> None:
    """The directory, agreements and rosters, without requests."""
    atlas_path()
    assert load_hub(anchor=NOW)


@pytest.fixture
def demo() -> None:
    """The whole demo hub."""
    atlas_path()
    assert load_demo_hub(now=NOW)


def test_every_state_and_texas_county_has_a_division_id_of_its_own(hub: None) -> None:
    assert Jurisdiction.objects.filter(kind="state").count() == 51, "fifty and the capital"
    counties = Jurisdiction.objects.filter(kind="county")
    assert counties.count() == 254
    assert not counties.filter(latitude=None).exists()
    assert counties.get(ocd_id__endswith="county:tom_green").name == "Tom Green County"


def test_neighbours_know_each_other_both_ways(hub: None) -> None:
    johnson = Jurisdiction.objects.get(county_fips="48251", kind="county")
    assert "Tarrant County" in {one.name for one in johnson.neighbours.all()}
    for neighbour in johnson.neighbours.all():
        assert johnson in neighbour.neighbours.all()


def test_a_town_carries_its_figures_with_source_and_date(hub: None) -> None:
    keene = Jurisdiction.objects.get(ocd_id=VICTIM_KEY)
    assert (keene.population, keene.county_name) == (6_346, "Johnson County")
    assert "Census" in keene.source
    assert keene.as_of


def test_nobody_in_the_hub_could_be_taken_for_a_real_person(hub: None) -> None:
    people = Person.objects.all()
    assert people.count() > 80
    assert all(one.synthetic and one.name.startswith("Synthetic") for one in people)
    assert all(one.email.endswith(".synthetic.example") for one in people)
    assert not any(one.has_usable_password() for one in people)
    assert not Organization.objects.filter(synthetic_staff=False).exists()
    assert not Responder.objects.filter(synthetic=False).exists()


def test_every_lender_can_answer_and_everybody_is_on_a_roster(hub: None) -> None:
    rows = roster_rows(at=NOW)
    groups = lendable_groups(at=NOW, positions=[position.code for position in POSITIONS])
    assert rows.silent == []
    assert len(rows.people) == len(synthetic_staff())
    assert groups.kit
    assert HomeFloor.objects.exists()


def test_offices_have_been_held_for_two_years_and_without_end(hub: None) -> None:
    assert {tenure.during.upper for tenure in Tenure.objects.all()} == {None}
    assert {tenure.during.lower for tenure in Tenure.objects.all()} == {NOW - timedelta(days=730)}


def test_a_guard_team_of_two_trades_is_entered_once_for_each(hub: None) -> None:
    positions = set(Team.objects.values_list("position", flat=True))
    assert positions == {"directory-recovery", "rebuild-technician"}
    assert {team.members.count() for team in Team.objects.all()} == {6}


def test_the_stored_clauses_mean_what_the_scenario_says(hub: None) -> None:
    stored = {one.name: one for one in legal_book(exercise=True).instruments}
    assert stored.keys() == {row.name for row in INSTRUMENTS}
    for row in INSTRUMENTS:
        assert stored[row.name].scope == row.scope
        assert stored[row.name].cost_rule == row.cost_rule
        assert stored[row.name].required_acts == row.required_acts


def test_every_agreement_has_its_readable_clauses_and_says_it_is_a_demonstration(hub: None) -> None:
    for version in AgreementVersion.objects.select_related("agreement"):
        assert version.agreement.demonstration
        draft = draft_of(version)
        assert {one.kind for one in draft.clauses} >= REQUIRED
        assert all("emonstration" in one.wording for one in draft.clauses if one.wording)
        assert str(terms_of(version).control_rule)


def test_the_five_personas_stand_in_order_with_their_duties(hub: None) -> None:
    people = list(Person.objects.filter(demo_rank__gt=0).order_by("demo_rank"))
    assert [one.demo_rank for one in people] == [1, 2, 3, 4, 5]
    town, county, coordinator, volunteer, auditor = (
        actor_for(one, at=NOW, source=Source.WEB) for one in people
    )
    assert town.holding(Duty.REPRESENT)
    assert county.holding(Duty.REPRESENT)
    assert coordinator.coordinates
    assert auditor.audits
    entry = own_responder(volunteer)
    assert entry is not None
    assert entry.organization.kind == OrganizationKind.VOLUNTEER_CORPS
    assert entry.qualifications.exists()


def test_twenty_two_exercise_requests_wait_and_keene_has_not_asked(demo: None) -> None:
    requests = Request.objects.select_related("incident__organization__jurisdiction")
    asking = {
        one.organization.jurisdiction.ocd_id for one in requests if one.organization.jurisdiction
    }
    assert asking == {victim.ocd_id for victim in VICTIMS} - {VICTIM_KEY}
    assert all(one.incident.exercise and one.status == "open" for one in requests)
    assert all(one.opened_at and NOW - timedelta(hours=6) < one.opened_at < NOW for one in requests)
    newest = loaded_at()
    assert newest
    assert newest < NOW
    assert verify().intact


def test_a_second_load_does_nothing(demo: None) -> None:
    before = Organization.objects.count(), Request.objects.count()
    assert load_demo_hub(now=NOW + timedelta(days=1)) is False
    assert (Organization.objects.count(), Request.objects.count()) == before


def test_made_up_people_are_never_loaded_beside_real_ones() -> None:
    organization("Real Town", OrganizationKind.CITY)
    with refused(Conflict, "holds a hub already"):
        load_demo_hub(now=NOW)


def test_a_load_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas_path()

    def fail(**_arguments: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("muster.demo.demo_hub.ask", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        load_demo_hub(now=NOW)
    assert not Organization.objects.exists()
