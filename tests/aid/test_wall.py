"""The database's own wall: what a page shows when its filter is forgotten."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.aid.models import Commitment, MatchRun, Mission, Need, Offer, Request
from muster.aid.queries import visibility
from muster.aid.services import offers as offer_services
from muster.aid.services.drafts import start_draft
from muster.authz.actors import Actor
from muster.authz.sight import NOBODY, everything, see, seeing, sight_of
from muster.responders.models import HomeFloor

WALLED = {
    "aid_commitment",
    "aid_committedkit",
    "aid_committedresponder",
    "aid_incident",
    "aid_matchrun",
    "aid_matchtask",
    "aid_mission",
    "aid_missionorder",
    "aid_need",
    "aid_offer",
    "aid_offerline",
    "aid_offerlink",
    "aid_prospect",
    "aid_replacedorder",
    "aid_request",
    "responders_homefloor",
}

VISIBLE: dict[type[models.Model], Callable[[Actor], models.QuerySet[models.Model]]] = {
    Request: visibility.visible_requests,
    Offer: visibility.visible_offers,
    Commitment: visibility.visible_commitments,
    Mission: visibility.visible_missions,
}
PEOPLE = [
    "keene_representative",
    "keene_contact",
    "denton_representative",
    "johnson_representative",
    "coordinator",
    "auditor",
    "stranger",
]


@pytest.fixture
def mission(cast: Cast) -> Mission:
    """Denton goes to Keene; Johnson was asked and has not answered; Keene writes a second one."""
    HomeFloor.objects.create(organization=cast.denton, position="incident-lead", keep=1)
    found = road.bound(cast)
    make_draft(cast)
    return found


def make_draft(cast: Cast) -> None:
    start_draft(
        actor=cast.actor(cast.keene_representative), organization=cast.keene, exercise=False
    )


def ids(rows: models.QuerySet[models.Model]) -> set[object]:
    return set(rows.values_list("pk", flat=True))


def shown(model: type[models.Model]) -> set[object]:
    """Without any filter."""
    return ids(model._default_manager.all())


def tables() -> Iterator[tuple[str, bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        yield from cursor.fetchall()


@pytest.mark.django_db
def test_the_confidential_tables_have_a_wall_that_binds_their_owner_too() -> None:
    assert {name for name, on, forced in tables() if on and forced} == WALLED
    assert not {name for name, on, forced in tables() if on != forced}


@pytest.mark.django_db
def test_the_hub_works_as_nobody_whom_walls_do_not_bind() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_without_anybody_looking_every_confidential_table_is_empty(mission: Mission) -> None:
    full, empty = counts(), {}
    with seeing(NOBODY):
        empty = counts()
    assert {name for name, count in full.items() if count} >= WALLED - {
        "aid_matchtask",
        "aid_offerlink",
        "aid_prospect",
        "aid_replacedorder",
        "aid_committedkit",
    }
    assert not any(empty.values()), empty


def counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(WALLED):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names from above
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_the_wall_and_the_filters_of_the_code_agree(cast: Cast, mission: Mission, who: str) -> None:
    actor = cast.actor(getattr(cast, who))
    for model, visible in VISIBLE.items():
        meant = ids(visible(actor))
        with seeing(sight_of(actor)):
            assert shown(model) == meant, model
            assert ids(visible(actor)) == meant, model


def test_a_stranger_is_shown_nothing_at_all(cast: Cast, mission: Mission) -> None:
    with seeing(sight_of(cast.actor(cast.stranger))):
        assert not any(counts().values())


def test_a_lender_reads_its_offer_and_the_request_only_under_the_terms(cast: Cast) -> None:
    asked = road.offered(cast)
    mine, other = asked[cast.denton], asked[cast.johnson]
    denton = cast.actor(cast.denton_representative)
    with seeing(sight_of(denton)):
        assert shown(Offer) == {mine.pk}
        assert shown(Request) == set()
        assert shown(MatchRun) == set()
        assert shown(Need) == ids(Need.objects.filter(offer_lines__offer=mine))
    offer_services.accept_terms(actor=denton, offer=mine)
    with seeing(sight_of(denton)):
        assert shown(Offer) == {mine.pk}
        assert shown(Request) == {mine.request_id}
        assert shown(MatchRun) == set()
    offer_services.decline_offer(actor=denton, offer=mine, reason="Election week")
    with seeing(sight_of(denton)):
        assert shown(Request) == set()
    assert other.request_id == mine.request_id


def test_whoever_is_sent_sees_the_mission_until_it_is_over(cast: Cast, mission: Mission) -> None:
    sent = mission.commitment.people.select_related("responder").first()
    assert sent is not None
    person = Person.objects.create_user("sent@synthetic.example", name="Sent (synthetic)")
    sent.responder.person = person
    sent.responder.save(update_fields=["person"])
    actor = cast.actor(person)
    with seeing(sight_of(actor)):
        assert shown(Mission) == {mission.pk}
        assert shown(Request) == {mission.commitment.offer.request_id}
    sent.active = False
    sent.save(update_fields=["active"])
    with seeing(sight_of(actor)):
        assert shown(Mission) == shown(Request) == set()


def test_home_floors_are_their_owners_alone(cast: Cast, mission: Mission) -> None:
    for who in PEOPLE:
        with seeing(sight_of(cast.actor(getattr(cast, who)))):
            assert bool(shown(HomeFloor)) == (who == "denton_representative"), who


def test_the_hub_reads_no_draft(cast: Cast, mission: Mission) -> None:
    drafts = ids(Request.objects.filter(number=None))
    assert drafts
    with seeing(sight_of(cast.actor(cast.coordinator))):
        assert not shown(Request) & drafts
    with seeing(sight_of(cast.actor(cast.keene_contact))):
        assert shown(Request) >= drafts


@pytest.mark.parametrize("page", ["/requests/", "/offers/", "/missions/", "/"])
def test_a_page_whose_filter_is_forgotten_shows_a_stranger_nothing(
    cast: Cast, mission: Mission, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    number = mission.commitment.offer.request.number
    for model, visible in VISIBLE.items():
        forget(monkeypatch, visible.__name__, model)
    assert number in client_of(cast.coordinator).get("/requests/").content.decode()
    said = client_of(cast.stranger).get(page).content.decode()
    assert str(number) not in said
    assert mission.number not in said
    assert str(mission.commitment_id) not in said


def forget(monkeypatch: pytest.MonkeyPatch, name: str, model: type[models.Model]) -> None:
    """The filter, wherever it was imported to, lets everything through."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("muster.aid") and hasattr(module, name):
            monkeypatch.setattr(module, name, lambda actor, model=model: model.objects.all())


def test_a_request_that_is_only_known_by_its_number_stays_unknown(
    cast: Cast, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch, "visible_requests", Request)
    number = mission.commitment.offer.request.number
    assert client_of(cast.stranger).get(f"/requests/{number}/").status_code == 404
    assert client_of(cast.keene_contact).get(f"/requests/{number}/").status_code == 200


def test_nobody_writes_through_the_wall(cast: Cast, mission: Mission) -> None:
    with seeing(sight_of(cast.actor(cast.keene_representative))):
        assert Request.objects.update(call_back_name="Somebody else") == 0
        assert Offer.objects.all()._raw_delete("default") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            HomeFloor.objects.create(organization=cast.keene, position="incident-lead", keep=1)


def test_the_next_on_the_same_connection_sees_nothing_of_the_one_before(
    cast: Cast, mission: Mission
) -> None:
    number = str(mission.commitment.offer.request.number)
    with seeing(NOBODY):
        assert number in client_of(cast.coordinator).get("/requests/").content.decode()
        assert not any(counts().values())
        assert Client().get(f"/requests/{number}/").status_code in {302, 404}
        assert not any(counts().values())


def divide_by_zero(before: dict[str, int]) -> None:
    with transaction.atomic(), everything(), connection.cursor() as cursor:
        assert counts() != before
        cursor.execute("SELECT 1 / 0")


def give_up(before: dict[str, int]) -> None:
    with transaction.atomic(), everything():
        assert counts() != before
        raise RuntimeError


def test_what_was_seen_before_a_failed_transaction_is_seen_after_it(
    cast: Cast, mission: Mission
) -> None:
    actor = cast.actor(cast.keene_representative)
    with seeing(sight_of(actor)):
        before = counts()
        for fails in (divide_by_zero, give_up):
            with pytest.raises((DatabaseError, RuntimeError)):
                fails(before)
            assert counts() == before


def test_looking_past_the_wall_is_said_only_where_the_matcher_or_a_secret_needs_it() -> None:
    """Every place is here with its reason; a new one has to be argued for."""
    root = Path(visibility.__file__).parents[2]
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if re.search(r"(with|@|, )\s*everything\(", file.read_text())
    }
    assert found == {
        "aid/queries/match_tasks.py",  # whether a joint match is one's own to follow
        "aid/queries/paper_checks.py",  # the code on the paper is the key
        "aid/queries/problems.py",  # the matcher respects what nobody is shown
        "aid/queries/progress.py",  # counts for who lends under the terms
        "aid/queries/proposals.py",  # what competes for the same people
        "aid/services/links.py",  # the secret of a mail is the key
        "aid/services/match_tasks.py",  # a match within the request of who waits
        "aid/views/links.py",  # a receipt the hub signed
        "audit/recording.py",  # use cases
        "jobs/queue.py",  # jobs
    }


def test_a_visitor_is_told_apart_from_the_one_who_signed_in_before(cast: Cast) -> None:
    with seeing(NOBODY):
        see(sight_of(cast.actor(cast.coordinator)))
        client_of(cast.stranger).get("/requests/")
        with connection.cursor() as cursor:
            cursor.execute("SELECT muster_at_the_hub()")
            assert cursor.fetchone() == (True,), "what was there before comes back"
