"""A stored run, solved again from what was stored with it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.support import builders as make
from tests.support import road, texts
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements.models import Agreement
from muster.aid.actions import Action
from muster.aid.models import MatchRun
from muster.aid.queries.recordings import LARGEST, restored
from muster.aid.queries.runs import run_by_id
from muster.aid.services.replaying import Replay, Verdict, replay
from muster.audit.models import AuditEvent
from muster.audit.verification import verify
from muster.domain.acts import DutyStatus
from muster.domain.failures import Conflict, NotFound, Refused
from muster.responders.models import Responder

Json = dict[str, Any]


@pytest.fixture
def run(cast: Cast) -> MatchRun:
    make.responder(cast.denton, "Denton Far", {make.REBUILD: 3}, status=DutyStatus.EMPLOYEE)
    return road.proposed(cast, road.asked(cast))


def replayed(cast: Cast, run: MatchRun) -> Replay:
    auditor = cast.actor(cast.auditor)
    return replay(actor=auditor, run=run_by_id(auditor, run.pk))


def document(run: MatchRun) -> Json:
    found: Json = json.loads(zlib.decompress(bytes(MatchRun.objects.get(pk=run.pk).inputs or b"")))
    return found


def store(run: MatchRun, changed: Json) -> None:
    packed = zlib.compress(json.dumps(changed, sort_keys=True, separators=(",", ":")).encode())
    MatchRun.objects.filter(pk=run.pk).update(inputs=packed)


def test_a_run_replays_to_the_same_plan_with_the_same_proof(cast: Cast, run: MatchRun) -> None:
    found = replayed(cast, run)

    assert (found.verdict, found.differences) == (Verdict.SAME, ())
    assert found.sentence == "Same plan, same proof."


def test_the_replay_does_not_mind_what_has_changed_since(cast: Cast, run: MatchRun) -> None:
    Responder.objects.update(removed_at=cast.now, hourly_cents=1)
    Agreement.objects.all().update(name="Renamed")
    cast.denton.home_floors.create(position=make.DIRECTORY, keep=5)
    assert road.proposed(cast, run.requests.get()).filled < run.filled

    assert replayed(cast, run).verdict is Verdict.SAME


def test_claims_made_since_do_not_matter_and_held_ones_replay(cast: Cast, run: MatchRun) -> None:
    request = run.requests.get()
    road.offered(cast, request, run)
    again = road.proposed(cast, request)

    assert replayed(cast, run).verdict is Verdict.SAME
    assert replayed(cast, again).verdict is Verdict.SAME


def test_a_run_over_many_requests_replays(cast: Cast) -> None:
    from muster.aid.services.matching import propose

    requests = [road.asked(cast), road.asked(cast, make.line(make.LAPTOP, 3))]
    run = propose(actor=cast.actor(cast.coordinator), requests=requests)

    assert replayed(cast, run).verdict is Verdict.SAME


def test_a_run_over_shortlists_replays_from_the_people_on_them(cast: Cast) -> None:
    for number in range(240):
        county = cast.denton if number % 2 else cast.johnson
        make.responder(county, f"Synthetic {number}", {make.REBUILD: 1 + number % 3})
    cast.denton.home_floors.create(position=make.REBUILD, keep=100)
    run = road.proposed(cast, road.asked(cast, make.line(make.REBUILD, 30)))
    [shortlist] = restored(MatchRun.objects.get(pk=run.pk)).problem.shortlists.values()

    found = replayed(cast, run)

    assert shortlist.bound is not None
    assert (found.verdict, run.filled) == (Verdict.SAME, 30)


def test_that_a_run_was_replayed_is_recorded(cast: Cast, run: MatchRun) -> None:
    replayed(cast, run)

    event = AuditEvent.objects.get(action=Action.MATCH_REPLAYED)
    assert (event.subject_id, event.actor_name) == (run.pk, cast.auditor.name)
    assert event.facts == {"verdict": "same", "differences": 0}
    assert verify().intact


def test_other_agreements_make_another_fingerprint(cast: Cast) -> None:
    request = road.asked(cast, make.line("forensic-analyst"))
    first = road.proposed(cast, request)
    texts.amended(cast.corps_program, activation={"citation": "Program terms 9"})
    second = road.proposed(cast, request)

    assert first.fingerprint != second.fingerprint


def helper_of(changed: Json) -> Json:
    found: Json = changed["question"]["problem"]["helpers"][0]
    return found


def one_cent_more(changed: Json) -> None:
    helper_of(changed)["hourly_cents"] += 1


def one_microsecond_later(changed: Json) -> None:
    problem = changed["question"]["problem"]
    later = datetime.fromisoformat(problem["now"]) + timedelta(microseconds=1)
    problem["now"] = later.isoformat()


def another_citation(changed: Json) -> None:
    changed["question"]["answers"][0]["citation"] += " (as amended)"


def another_release(changed: Json) -> None:
    changed["release"] = "9.9.9"


def another_fingerprint(changed: Json) -> None:
    changed["fingerprint"] = "0" * 64


def nobody_there(changed: Json) -> None:
    changed["question"]["problem"]["helpers"].clear()


def no_question(changed: Json) -> None:
    del changed["question"]


@pytest.mark.parametrize(
    "change",
    [
        one_cent_more,
        one_microsecond_later,
        another_citation,
        another_release,
        another_fingerprint,
        nobody_there,
        no_question,
    ],
)
def test_one_figure_changed_in_the_inputs_is_detected(
    cast: Cast, run: MatchRun, change: Callable[[Json], None]
) -> None:
    changed = document(run)
    change(changed)
    store(run, changed)

    found = replayed(cast, run)

    assert found.verdict is Verdict.CHANGED
    assert found.detail.endswith(".")
    assert AuditEvent.objects.get(action=Action.MATCH_REPLAYED).facts["verdict"] == "changed"


def test_one_byte_changed_in_the_inputs_is_detected(cast: Cast, run: MatchRun) -> None:
    whole = bytes(MatchRun.objects.get(pk=run.pk).inputs or b"")
    for at in [0, 1, *range(2, len(whole), len(whole) // 40), len(whole) - 1]:
        bad = bytearray(whole)
        bad[at] ^= 1 << at % 8
        MatchRun.objects.filter(pk=run.pk).update(inputs=bytes(bad))
        assert replayed(cast, run).verdict is Verdict.CHANGED, at
    for bad_whole in (whole[:-5], whole + b"x", b""):
        MatchRun.objects.filter(pk=run.pk).update(inputs=bad_whole)
        assert replayed(cast, run).verdict is Verdict.CHANGED


def test_new_inputs_with_their_own_fingerprint_do_not_fit_the_chain(
    cast: Cast, run: MatchRun
) -> None:
    other = road.proposed(cast, road.asked(cast, make.line(make.LAPTOP, 1)))
    inputs = MatchRun.objects.get(pk=other.pk).inputs
    MatchRun.objects.filter(pk=run.pk).update(inputs=inputs, fingerprint=other.fingerprint)

    found = replayed(cast, run)

    assert found.verdict is Verdict.CHANGED
    assert "audit record" in found.detail


def test_a_helper_slipped_into_the_stored_plan_is_named(cast: Cast, run: MatchRun) -> None:
    answer = run.answer
    need = next(iter(answer["needs"].values()))
    need["chosen"][0] = {**need["chosen"][0], "helper_id": str(cast.volunteer.pk)}
    MatchRun.objects.filter(pk=run.pk).update(answer=answer)

    found = replayed(cast, run)

    assert found.verdict is Verdict.DIFFERENT
    assert len(found.differences) == 2
    assert not found.cut_short
    assert {row.stored for row in found.differences} & {"nothing"}
    assert {row.replayed for row in found.differences} & {"nothing"}
    assert all("Keene" in row.what for row in found.differences)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"filled": 4}, {"filled in all"}),
        ({"optimal": False, "gap": 2}, {"optimal", "gap"}),
        ({"unfilled": 1}, {"open in all"}),
    ],
)
def test_a_figure_changed_beside_the_answer_is_named(
    cast: Cast, run: MatchRun, change: Json, named: set[str]
) -> None:
    MatchRun.objects.filter(pk=run.pk).update(**change)

    found = replayed(cast, run)

    assert found.verdict is Verdict.DIFFERENT
    assert {row.what for row in found.differences} == named
    assert found.cut_short == ("optimal" in change)


@pytest.mark.parametrize("answer", [{}, {"needs": []}, [], "text", {"needs": {"x": {}}}])
def test_an_answer_that_no_run_wrote_is_said(cast: Cast, run: MatchRun, answer: object) -> None:
    MatchRun.objects.filter(pk=run.pk).update(answer=answer)

    found = replayed(cast, run)

    assert (found.verdict, found.detail) == (Verdict.CHANGED, "The stored answer cannot be read.")


def test_an_old_run_without_inputs_says_so(cast: Cast, run: MatchRun) -> None:
    MatchRun.objects.filter(pk=run.pk).update(inputs=None)

    with refused(Conflict, "before the hub kept"):
        replayed(cast, run)


def test_a_record_of_another_version_says_so(cast: Cast, run: MatchRun) -> None:
    changed = document(run)
    changed["question"]["version"] = 2
    store(run, changed)

    with refused(Conflict, "reads version 3"):
        replayed(cast, run)


def test_the_coordinator_replays_too_and_nobody_else(cast: Cast, run: MatchRun) -> None:
    coordinator = cast.actor(cast.coordinator)
    assert replay(actor=coordinator, run=run_by_id(coordinator, run.pk)).verdict is Verdict.SAME
    town, stranger = cast.actor(cast.keene_representative), cast.actor(cast.stranger)
    with refused(Refused, "Only an auditor"):
        replay(actor=town, run=run_by_id(town, run.pk))
    with refused(NotFound, "no match run with this id"):
        run_by_id(stranger, run.pk)


def test_a_list_of_runs_leaves_the_inputs_in_the_database(cast: Cast, run: MatchRun) -> None:
    assert "inputs" in run.requests.get().match_runs.get().get_deferred_fields()
    assert "inputs" not in run_by_id(cast.actor(cast.auditor), run.pk).get_deferred_fields()
    assert 100 * len(json.dumps(document(run))) < LARGEST
