"""What the database shows, and to whom."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.support.cast import Cast

from muster.accounts.models import Person
from muster.authz.actors import Source
from muster.authz.sight import EVERYTHING, NOBODY, SETTINGS, Sight, see, seeing, seen, sight_of
from muster.directory.queries.actors import actor_for, visiting_actor


def settings() -> tuple[str, ...]:
    """What the connection really has; the organizations in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"current_setting('{name}', true)" for name in SETTINGS)
        )
        *rest, listed = (value or "" for value in cursor.fetchone())
    return *rest, ",".join(sorted(filter(None, listed.strip("{}").split(","))))


def meant(sight: Sight) -> tuple[str, ...]:
    *rest, listed = sight.settings()
    return *rest, listed.strip("{}")


PEOPLE = ["coordinator", "auditor", "keene_representative", "denton_representative"]


@pytest.mark.parametrize("who", PEOPLE)
def test_one_query_finds_the_offices_and_tells_the_wall_what_they_show(
    cast: Cast, who: str
) -> None:
    person: Person = getattr(cast, who)
    now = timezone.now()
    with seeing(NOBODY):
        actor = visiting_actor(person, at=now)
        assert actor.standings == actor_for(person, at=now, source=Source.WEB).standings
        assert seen() == sight_of(actor)
        assert settings() == meant(sight_of(actor))
        assert seen() != NOBODY
    assert seen() == EVERYTHING
    assert settings() == meant(EVERYTHING)


def test_somebody_without_an_office_is_told_apart_and_shown_nothing_else(db: None) -> None:
    person = Person.objects.create_user("nobody@synthetic.example", name="Nobody (synthetic)")
    with seeing(NOBODY):
        visiting_actor(person, at=timezone.now())
        assert seen() == Sight(person=person.pk)
        assert settings() == meant(Sight(person=person.pk))


def told_and_taken_back(sight: Sight) -> None:
    with transaction.atomic():
        see(sight)
        transaction.set_rollback(True)


def test_a_rollback_takes_back_what_was_told_and_the_note_of_it(cast: Cast) -> None:
    shown = sight_of(cast.actor(cast.coordinator))
    with seeing(NOBODY):
        told_and_taken_back(shown)
        assert (seen(), settings()) == (NOBODY, meant(NOBODY))
        see(shown)
        assert settings() == meant(shown)


def test_a_savepoint_taken_back_leaves_what_was_told_before_it(cast: Cast) -> None:
    first, second = sight_of(cast.actor(cast.coordinator)), sight_of(cast.actor(cast.auditor))
    assert first != second
    with seeing(NOBODY), transaction.atomic():
        see(first)
        told_and_taken_back(second)
        assert (seen(), settings()) == (first, meant(first))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_taken_back_outside_any_other_does_the_same() -> None:
    with seeing(NOBODY):
        told_and_taken_back(EVERYTHING)
        assert (seen(), settings()) == (NOBODY, meant(NOBODY))
        with transaction.atomic():
            see(EVERYTHING)
        assert (seen(), settings()) == (EVERYTHING, meant(EVERYTHING))
