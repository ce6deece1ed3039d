"""From the database to the matcher's question."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from muster.agreements.queries import legal_book, window_of
from muster.aid.models import CommittedKit, CommittedResponder, Need, OfferLine, Request
from muster.domain.coverage import DutyStatus, LegalBook
from muster.domain.geo import Place
from muster.domain.lifecycle import CommitmentStatus, NeedStatus, OfferStatus
from muster.domain.matching import problem as matching
from muster.domain.matching.problem import Helper, HelperKind, HomeFloor, Mode, Priority, Problem
from muster.domain.positions import CredentialLevel
from muster.domain.windows import Window, without
from muster.responders.models import Kit, Responder, Team
from muster.responders.queries import Pool, lending_pool

HORIZON = timedelta(days=120)
"""Absences are kept day by day no further ahead than requests may reach."""


@dataclass(frozen=True, slots=True)
class Question:
    """A problem with what is needed to name things in its answer."""

    problem: Problem
    pool: Pool
    needs: tuple[Need, ...]
    fingerprint: str


def question_for(
    requests: Sequence[Request], *, at: datetime, book: LegalBook | None = None
) -> Question:
    """The matching problem of these requests, taken together. About twenty queries at any size.

    `book` replaces the legal ground, to ask what would change with one more act.
    """
    exercise = any(request.incident.exercise for request in requests)
    needs = tuple(
        Need.objects.filter(request__in=requests, status=NeedStatus.OPEN)
        .select_related("request__incident__organization__jurisdiction")
        .order_by("pk")
    )
    pool = lending_pool(at=at)
    claims = _Claims.read(needs, _whole(pool), exercise=exercise)
    problem = Problem(
        now=at,
        needs=tuple(_need(need, claims) for need in needs if _place(need) is not None),
        helpers=(
            *(_person(responder, at, claims) for responder in pool.responders),
            *_teams(pool, at, claims),
            *(_kit(kit, at, claims) for kit in pool.kit if kit.organization.jurisdiction),
        ),
        best_path=(book or legal_book(exercise=exercise)).best_path,
        floors=tuple(
            HomeFloor(str(floor.organization_id), floor.position, floor.keep)
            for floor in pool.floors
        ),
        declined=claims.declined,
    )
    problem = replace(problem, needs=tuple(need for need in problem.needs if need.count > 0))
    problem = replace(problem, held=_still_held(problem, claims.held))
    return Question(problem=problem, pool=pool, needs=needs, fingerprint=fingerprint(problem))


def fingerprint(problem: Problem) -> str:
    """SHA-256 over the question, so that a stored answer can be tied to what was asked."""
    digest = hashlib.sha256()
    for part in (
        problem.now,
        *sorted(problem.needs, key=lambda need: need.id),
        *sorted(problem.helpers, key=lambda helper: helper.id),
        *sorted(problem.floors, key=lambda floor: (floor.organization_id, floor.position)),
        *sorted(problem.declined),
        *sorted(problem.held),
    ):
        digest.update(repr(_canonical(part)).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _canonical(part: object) -> object:
    if isinstance(part, Helper):
        return replace(part, conflicts=frozenset()), sorted(part.conflicts)
    return part


@dataclass(frozen=True, slots=True)
class _Claims:
    """Who is taken, who is asked, and who said no, in reality or in the exercise alone."""

    taken_people: dict[UUID, list[Window]]
    taken_kit: dict[UUID, int]
    filled: dict[UUID, int]
    held: tuple[tuple[str, str, int], ...]
    declined: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, needs: Sequence[Need], there: set[UUID], *, exercise: bool) -> _Claims:
        ours = {need.pk for need in needs}
        span = _span(needs)
        people: dict[UUID, list[Window]] = defaultdict(list)
        kit: dict[UUID, list[tuple[Window, int]]] = defaultdict(list)
        filled: dict[UUID, int] = defaultdict(int)
        for row in CommittedResponder.objects.filter(active=True, exercise=exercise):
            people[row.responder_id].append(window_of(row.during))
            filled[row.need_id] += 1
        for stock in CommittedKit.objects.filter(active=True, exercise=exercise):
            kit[stock.stock_id].append((window_of(stock.during), stock.units))
            filled[stock.need_id] += stock.units
        held: dict[tuple[str, str], int] = defaultdict(int)
        asked = _lines(OfferStatus.SENT, OfferStatus.PROVISIONAL).filter(
            kept=True, offer__request__incident__exercise=exercise
        )
        for line in asked:
            if line.need_id in ours and line.helper_id in there:
                held[str(line.need_id), str(line.helper_id)] += line.units
            elif line.responder_id:
                people[line.responder_id].append(window_of(line.need.during))
            elif line.kit_id:
                kit[line.kit_id].append((window_of(line.need.during), line.units))
        return cls(
            taken_people=people,
            taken_kit={stock: _units_out(taken, span) for stock, taken in kit.items()},
            filled=filled,
            held=tuple(sorted((need, helper, units) for (need, helper), units in held.items())),
            declined=frozenset(_declined(ours)),
        )


def _span(needs: Iterable[Need]) -> Window | None:
    windows = [window_of(need.during) for need in needs]
    if not windows:
        return None
    return Window(min(w.start for w in windows), max(w.end for w in windows))


def _units_out(taken: Iterable[tuple[Window, int]], span: Window | None) -> int:
    """The most units away at any one moment of the span."""
    windows = [(w, units) for w, units in taken if span is not None and w.overlaps(span)]
    return max(
        (sum(units for other, units in windows if other.contains(w.start)) for w, _ in windows),
        default=0,
    )


def _declined(ours: set[UUID]) -> Iterable[tuple[str, str]]:
    refused = _lines(OfferStatus.DECLINED, OfferStatus.LAPSED)
    accepted = _lines(OfferStatus.ACCEPTED).filter(need__in=ours)
    left_out = accepted.filter(kept=False)
    # Recalled or turned down is a no; a signature that came too late is nobody's.
    taken_back = accepted.filter(
        Q(offer__commitment__status=CommitmentStatus.RECALLED)
        | Q(
            offer__commitment__status=CommitmentStatus.CANCELLED,
            offer__commitment__ended_at__lt=F("offer__commitment__sign_by"),
        )
    )
    for line in (*refused.filter(need__in=ours), *left_out, *taken_back):
        yield str(line.need_id), str(line.helper_id)


def _lines(*statuses: OfferStatus) -> QuerySet[OfferLine]:
    return OfferLine.objects.filter(offer__status__in=statuses).select_related("need")


def _place(need: Need) -> Place | None:
    jurisdiction = need.request.organization.jurisdiction
    return jurisdiction.place if jurisdiction else None


def _need(need: Need, claims: _Claims) -> matching.Need:
    place = _place(need)
    if place is None:
        raise ValueError(f"{need.request.organization} has no place on the map.")
    return matching.Need(
        id=str(need.pk),
        request_id=str(need.request_id),
        organization_id=str(need.request.incident.organization_id),
        position=need.position,
        aid_kind=need.job.aid_kind,
        minimum_level=need.minimum_level,
        count=need.count - claims.filled[need.pk],
        window=window_of(need.during),
        place=place,
        mode=Mode(need.mode),
        priority=Priority(need.priority),
    )


def _free(at: datetime, away: Iterable[Any]) -> tuple[Window, ...]:
    # Open needs may have begun already; who is free now is free for what is left of them.
    whole = Window(at - HORIZON, at + HORIZON)
    return without([whole], [window_of(absence.during) for absence in away])


def _person(responder: Responder, at: datetime, claims: _Claims) -> Helper:
    return Helper(
        id=str(responder.pk),
        kind=HelperKind.RESPONDER,
        organization_id=str(responder.organization_id),
        duty_status=DutyStatus(responder.duty_status),
        levels=tuple(sorted((q.position, q.level) for q in responder.qualifications.all())),
        place=Place(responder.latitude, responder.longitude),
        available=_free(at, responder.absences.all()),
        committed=tuple(sorted(claims.taken_people.get(responder.pk, ()))),
        travel_limit_km=float(responder.travel_limit_km),
        remote_capable=responder.remote_capable,
        hourly_cents=responder.hourly_cents,
        mobilization_minutes=responder.mobilization_minutes,
        hours_given=responder.hours_given,
    )


def _still_held(
    problem: Problem, held: tuple[tuple[str, str, int], ...]
) -> tuple[tuple[str, str, int], ...]:
    """Claims whose helper has left, or whose need is full, no longer bind anybody."""
    needs = {need.id for need in problem.needs}
    helpers = {helper.id for helper in problem.helpers}
    return tuple(claim for claim in held if claim[0] in needs and claim[1] in helpers)


def _whole(pool: Pool) -> set[UUID]:
    """Ids of everybody and everything in the pool that can go as it stands."""
    people = {responder.pk for responder in pool.responders}
    teams = {
        team.pk for team in pool.teams if {member.pk for member in team.members.all()} <= people
    }
    return people | teams | {kit.pk for kit in pool.kit}


def _teams(pool: Pool, at: datetime, claims: _Claims) -> Iterator[Helper]:
    """Whole teams only: with a member off the roster a team cannot go."""
    roster = {responder.pk: responder for responder in pool.responders}
    for team in pool.teams:
        members = [roster.get(member.pk) for member in team.members.all()]
        present = [member for member in members if member is not None]
        if present and len(present) == len(members):
            yield _team(team, present, at, claims)


def _team(team: Team, members: list[Responder], at: datetime, claims: _Claims) -> Helper:
    lead = members[0]
    ids = {member.pk for member in members}
    taken = sorted({w for pk in ids for w in claims.taken_people.get(pk, ())})
    away = [absence for member in members for absence in member.absences.all()]
    return Helper(
        id=str(team.pk),
        kind=HelperKind.TEAM,
        organization_id=str(team.organization_id),
        duty_status=DutyStatus(lead.duty_status),
        levels=((team.position, team.level),),
        place=Place(lead.latitude, lead.longitude),
        available=_free(at, away),
        committed=tuple(taken),
        travel_limit_km=float(lead.travel_limit_km),
        hourly_cents=lead.hourly_cents,
        mobilization_minutes=team.mobilization_minutes,
        hours_given=sum(member.hours_given for member in members),
        units=1,
        member_ids=tuple(sorted(str(pk) for pk in ids)),
    )


def _kit(kit: Kit, at: datetime, claims: _Claims) -> Helper:
    place = kit.organization.jurisdiction.place if kit.organization.jurisdiction else None
    return Helper(
        id=str(kit.pk),
        kind=HelperKind.KIT,
        organization_id=str(kit.organization_id),
        duty_status=DutyStatus.EMPLOYEE,
        levels=((kit.position, CredentialLevel.DAILY_IN_GOVERNMENT.value),),
        place=place or Place(0, 0),
        available=(Window(at - HORIZON, at + HORIZON),),
        mobilization_minutes=kit.mobilization_minutes,
        travel_limit_km=2_000.0,
        units=max(0, kit.units - claims.taken_kit.get(kit.pk, 0)),
    )
