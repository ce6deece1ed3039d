"""What acts that are missing would change, asked on the page of the proposal."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries
from tests.support import builders as make
from tests.support import road, texts
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.aid import jobs
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, Prospect, Request
from muster.aid.services import matching, supposing
from muster.domain.ids import uuid7

pytestmark = pytest.mark.django_db


def waiting_for_consent(cast: Cast) -> Request:
    """Keene asks; of Denton's and Johnson's people every employer's consent is missing."""
    texts.amended(cast.statewide, activation={"acts": ["employer_consent"]})
    request = road.asked(cast, make.line(make.DIRECTORY, 3), make.line(make.REBUILD, 3))
    road.proposed(cast, request)
    return request


def page(person: Person, request: Request, query: str = "", *, status: int = 200) -> str:
    answer = client_of(person).get(f"/requests/{request.number}/match/{query}")
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_town_is_told_what_everybodys_and_what_one_signature_would_change(cast: Cast) -> None:
    request = waiting_for_consent(cast)
    runs = MatchRun.objects.count()
    town = cast.keene_representative

    shown = page(town, request)
    one = f"?what_if=employer_consent&amp;by={cast.johnson.pk}"
    assert 'href="?what_if=employer_consent"' in shown
    assert one in shown

    everybody = page(town, request, "?what_if=employer_consent")
    assert "With every employer&#x27;s consent that is missing, 6 of 6" in everybody
    alone = page(town, request, one.replace("&amp;", "&"))
    assert "3 of 6 could be filled instead of 0" in alone
    assert "With the employer&#x27;s consent that" in alone
    assert MatchRun.objects.count() == runs


def test_acts_that_move_nothing_are_said_to_move_nothing(cast: Cast) -> None:
    told = page(cast.coordinator, waiting_for_consent(cast), "?what_if=state_declaration")
    assert "0 of 6 could be filled, as many as now" in told


def test_an_organization_that_is_not_shown_as_lacking_it_cannot_be_asked_about(
    cast: Cast,
) -> None:
    request = waiting_for_consent(cast)
    for by in (cast.guard.pk, "nonsense", cast.keene.pk):
        told = page(
            cast.keene_representative, request, f"?what_if=employer_consent&by={by}", status=404
        )
        assert "Match again" in told


def test_what_is_no_act_is_passed_over(cast: Cast) -> None:
    told = page(cast.keene_representative, waiting_for_consent(cast), "?what_if=magic")
    assert "could be filled" not in told


def test_once_the_worker_has_looked_ahead_the_page_says_it_without_being_asked(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request = waiting_for_consent(cast)
    [job] = ProcrastinateJob.objects.filter(task_name=JobName.LOOK_AHEAD)
    live = page(cast.keene_representative, request, "?what_if=employer_consent")

    jobs.look_ahead(**job.args)

    town, address = client_of(cast.keene_representative), f"/requests/{request.number}/match/"
    with django_assert_max_num_queries(12):
        shown = town.get(address).content.decode()
    assert "With it 6 of 6 could be filled instead of 0." in shown
    assert 'href="?what_if=employer_consent"' not in shown
    with django_assert_max_num_queries(12):
        asked = " ".join(town.get(f"{address}?what_if=employer_consent").content.decode().split())
    told = "With every employer&#x27;s consent that is missing, 6 of 6 could be filled instead of 0"
    assert told in live
    assert told in asked


def test_of_several_towns_each_is_told_of_its_own_lines(cast: Cast) -> None:
    first = waiting_for_consent(cast)
    second = road.asked(cast, make.line(make.DIRECTORY, 1))
    run = matching.propose(actor=cast.actor(cast.coordinator), requests=[first, second])

    looked = supposing.look_ahead(actor=cast.actor(cast.coordinator), run=run)

    told = {(one.request.pk, one.asked) for one in looked}
    assert told == {(first.pk, 6), (second.pk, 1)}
    assert sum(one.after for one in looked) == 6
    assert all(one.before == 0 for one in looked)


def test_nobody_looks_ahead_for_what_is_no_longer_asked_or_is_matched_anew(cast: Cast) -> None:
    request = waiting_for_consent(cast)
    old = request.match_runs.get()
    road.proposed(cast, request)

    jobs.look_ahead(run_id=str(old.pk))
    jobs.look_ahead(run_id=str(uuid7()))

    assert not Prospect.objects.exists()


def test_two_workers_that_look_ahead_for_one_run_keep_it_once(cast: Cast) -> None:
    run = waiting_for_consent(cast).match_runs.get()
    for _ in range(2):
        jobs.look_ahead(run_id=str(run.pk))
    assert Prospect.objects.count() == 1


def test_where_no_act_is_missing_nobody_looks_ahead(cast: Cast) -> None:
    road.proposed(cast, road.asked(cast))
    assert not ProcrastinateJob.objects.filter(task_name=JobName.LOOK_AHEAD).exists()
