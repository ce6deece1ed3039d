"""From what is on record to the matcher's question."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from muster.agreements.queries import window_of
from muster.aid.models import Need, Request
from muster.aid.queries.claims import Claims
from muster.authz.sight import everything
from muster.domain.acts import DutyStatus
from muster.domain.geo import Place
from muster.domain.lifecycle import NeedStatus
from muster.domain.matching import problem as matching
from muster.domain.matching.problem import Helper, HelperKind, HomeFloor, Mode, Priority, Problem
from muster.domain.matching.recorded import Recorder
from muster.domain.matching.supposing import Supposed
from muster.domain.positions import CredentialLevel
from muster.domain.supposition import Supposition
from muster.domain.windows import Window, without
from muster.responders.models import Kit, Team
from muster.responders.queries import Groups, home_floors, lendable_groups

if TYPE_CHECKING:
    from muster.aid.warm.roster import Roster
    from muster.aid.warm.shortlists import Lists

HORIZON = timedelta(days=120)
"""Absences are kept day by day no further ahead than requests may reach."""

JUDGED_WHOLE = 3_000
"""People up to which everybody can be judged one by one where somebody wants to see that."""


@dataclass(frozen=True, slots=True)
class Question:
    """A problem with what is needed to name things in its answer."""

    problem: Problem
    needs: tuple[Need, ...]
    groups: Groups
    roster: Roster
    claims: Claims
    lists: Lists
    people: dict[int, Helper] = field(default_factory=dict)
    """by number, who was written out so far"""
    supposed_floors: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """organization and position → what it would keep, instead of what is on record"""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.problem)

    def remembering_paths(self) -> Question:
        """The same, asking the law once for every deployment however often it is solved."""
        problem = replace(self.problem, best_path=Recorder(self.problem.best_path))
        return replace(self, problem=problem)

    def longer(self, need_ids: Iterable[str]) -> Question:
        """The same with more people on these needs' shortlists."""
        self.lists.longer(need_ids)
        return replace(self, problem=_with_people(self, self.lists.everybody()))

    def supposing(self, supposition: Supposition) -> tuple[Question, Supposed]:
        """The same with acts that are not on record, lists as long as these, and its paths."""
        from muster.aid.warm.shortlists import lists_for

        asked, one = self.lists.asked, supposition.organization_id
        if one:
            # The lists know how others stand; the people of this organization are judged by name.
            book = supposition.book(asked.book, asked.at)
            people = frozenset(map(self.roster.id_of, self.roster.staff(UUID(one))))
            judged = {need_id: named | people for need_id, named in asked.judged.items()}
            asked = replace(asked, book=book, judged=judged)
        else:
            ground = asked.ground.supposing(supposition.kind, asked.at)
            asked = replace(asked, ground=ground, book=ground.book)
        paths = Supposed(self.problem.best_path, self.lists.asked.book, supposition, asked.book)
        lists = lists_for(asked, room=self.lists.room)
        problem = replace(self.problem, best_path=Recorder(paths))
        question = replace(self, problem=problem, lists=lists)
        problem = _with_people(question, lists.everybody())
        return replace(question, problem=problem), paths

    def keeping(self, organization_id: UUID, position: str, keep: int) -> Question:
        """The same where an organization keeps so many of a position at home."""
        floor = {(str(organization_id), position): keep}
        question = replace(self, supposed_floors={**self.supposed_floors, **floor})
        return replace(question, problem=_with_people(question, self.lists.everybody()))

    def whole(self) -> Question:
        """The same with everybody judged one by one. Raises ValueError in a large hub."""
        count = len(self.roster)
        if count > JUDGED_WHOLE:
            raise ValueError(f"The hub has {count:,} people; {JUDGED_WHOLE:,} can be listed.")
        problem = replace(_with_people(self, set(self.roster)), shortlists={})
        return replace(self, problem=problem)


@everything()
def question_for(
    requests: Sequence[Request],
    *,
    at: datetime,
    also: Iterable[tuple[UUID, UUID]] = (),
) -> Question:
    """The matching problem of these requests, taken together. About twenty queries at any size.

    It looks past the wall: home floors and what others ask for bind the plan, and only the plan
    is shown. People are judged whatever the lists say for the needs `also` pairs them with.
    """
    # Compiled kernels take half a second to load; only what matches waits for them.
    from muster.aid.warm.asking import Asked
    from muster.aid.warm.keeping import keeper
    from muster.aid.warm.shortlists import lists_for

    exercise = any(request.incident.exercise for request in requests)
    ground = keeper.ground(at=at, exercise=exercise)
    roster = ground.roster
    needs = tuple(
        Need.objects.filter(request__in=requests, status=NeedStatus.OPEN)
        .select_related("request__incident__organization__jurisdiction")
        .order_by("pk")
    )
    groups = lendable_groups(at=at, positions=(need.position for need in needs))
    teams = {team.pk: team for team in groups.teams if _is_whole(team, roster)}
    there = {*teams, *(kit.pk for kit in groups.kit)}
    claims = Claims.read(needs, _There(roster, there), exercise=exercise)
    asked = (_need(need, claims) for need in needs if _place(need) is not None)
    open_needs = tuple(need for need in asked if need.count > 0)
    named = _judged(claims, open_needs, also)
    lists = lists_for(Asked(at, open_needs, ground, ground.book, _taken(claims, needs), named))
    problem = Problem(
        now=at,
        needs=open_needs,
        helpers=(
            *_teams(teams.values(), roster, at, claims),
            *(_kit(kit, at, claims) for kit in groups.kit if kit.organization.place),
        ),
        best_path=ground.book.best_path,
        declined=claims.declined,
    )
    question = Question(problem, needs, groups, roster, claims, lists)
    problem = _with_people(question, lists.everybody())
    return replace(question, problem=replace(problem, held=_still_held(problem, claims.held)))


@dataclass(frozen=True, slots=True)
class _There:
    """Everybody and everything that can still go."""

    roster: Roster
    others: set[UUID]

    def __contains__(self, helper: object) -> bool:
        return helper in self.others or (isinstance(helper, UUID) and helper in self.roster)


def _with_people(question: Question, listed: set[int]) -> Problem:
    """The problem with the listed people, the members of teams, and whoever counts for a floor."""
    problem, roster = question.problem, question.roster
    numbers = set(listed)
    for helper in problem.helpers:
        numbers.update(_numbers(roster, map(UUID, helper.member_ids)))
    floors = tuple(home_floors({roster.organization_of(number) for number in numbers}))
    for organization_id in {floor.organization_id for floor in floors}:
        numbers.update(roster.staff(organization_id))
    taken = question.claims.taken_people
    load = _home_load(roster, taken, problem.now)
    for number in numbers - question.people.keys():
        windows = taken.get(roster.id_of(number), ())
        out = load.get(roster.organization_of(number), 0)
        question.people[number] = roster.helper(number, problem.now, HORIZON, windows, out)
    people = (question.people[number] for number in sorted(numbers))
    groups = (one for one in problem.helpers if one.kind is not HelperKind.RESPONDER)
    return replace(
        problem,
        helpers=(*people, *groups),
        floors=tuple(
            HomeFloor(*key, question.supposed_floors.get(key, floor.keep))
            for floor in floors
            for key in [(str(floor.organization_id), floor.position)]
        ),
        shortlists=dict(question.lists.found),
    )


def _numbers(roster: Roster, people: Iterable[UUID]) -> list[int]:
    """Of those who are on the roster."""
    found = (roster.number_of(person) for person in people)
    return [number for number in found if number is not None]


def _home_load(
    roster: Roster, taken: Mapping[UUID, Sequence[Window]], now: datetime
) -> dict[UUID, int]:
    """How many in a hundred of an organization's people are out, or promised."""
    going = (person for person, windows in taken.items() if any(w.end > now for w in windows))
    out = Counter(roster.organization_of(number) for number in _numbers(roster, going))
    return {one: 100 * people // len(roster.staff(one)) for one, people in out.items()}


def _taken(claims: Claims, needs: Sequence[Need]) -> Mapping[UUID, list[Window]]:
    """When people are committed, or held for one of these needs."""
    windows = {str(need.pk): window_of(need.during) for need in needs}
    taken = {person: list(spans) for person, spans in claims.taken_people.items()}
    for need_id, helper_id, _units in claims.held:
        taken.setdefault(UUID(helper_id), []).append(windows[need_id])
    return taken


def _judged(
    claims: Claims, needs: Sequence[matching.Need], also: Iterable[tuple[UUID, UUID]]
) -> Mapping[str, frozenset[UUID]]:
    """People with something on record about a need are judged for it one by one."""
    found: dict[str, set[UUID]] = {need.id: set() for need in needs}
    named = ((str(need_id), str(helper_id)) for need_id, helper_id in also)
    held = ((need_id, helper_id) for need_id, helper_id, _units in claims.held)
    for need_id, helper_id in (*claims.declined, *held, *named):
        if need_id in found:
            found[need_id].add(UUID(helper_id))
    return {need_id: frozenset(people) for need_id, people in found.items()}


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
        *(
            (need_id, sorted(one.helper_ids), one.bound, sorted(one.stay.items()), one.own)
            for need_id, one in sorted(problem.shortlists.items())
        ),
    ):
        digest.update(repr(_canonical(part)).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _canonical(part: object) -> object:
    if not isinstance(part, Helper | matching.Need):
        return part
    # What a set prints depends on the process that prints it.
    values = ((field.name, getattr(part, field.name)) for field in fields(part))
    return [(name, sorted(one) if isinstance(one, frozenset) else one) for name, one in values]


def _place(need: Need) -> Place | None:
    jurisdiction = need.request.organization.jurisdiction
    return jurisdiction.place if jurisdiction else None


def _need(need: Need, claims: Claims) -> matching.Need:
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


def _still_held(
    problem: Problem, held: tuple[tuple[str, str, int], ...]
) -> tuple[tuple[str, str, int], ...]:
    """Claims whose helper has left, or whose need is full, no longer bind anybody."""
    needs = {need.id for need in problem.needs}
    helpers = {helper.id for helper in problem.helpers}
    return tuple(claim for claim in held if claim[0] in needs and claim[1] in helpers)


def _is_whole(team: Team, roster: Roster) -> bool:
    """With a member off the roster a team cannot go."""
    members = [member.pk for member in team.members.all()]
    return bool(members) and all(member in roster for member in members)


def _teams(teams: Iterable[Team], roster: Roster, at: datetime, claims: Claims) -> Iterator[Helper]:
    for team in teams:
        members = list(team.members.all())
        lead, numbers = members[0], _numbers(roster, (member.pk for member in members))
        taken = {w for member in members for w in claims.taken_people.get(member.pk, ())}
        away = [window for number in numbers for window in roster.away(number)]
        yield Helper(
            id=str(team.pk),
            kind=HelperKind.TEAM,
            organization_id=str(team.organization_id),
            duty_status=DutyStatus(lead.duty_status),
            levels=((team.position, team.level),),
            place=Place(lead.latitude, lead.longitude),
            available=without([Window(at - HORIZON, at + HORIZON)], away),
            committed=tuple(sorted(taken)),
            travel_limit_km=float(lead.travel_limit_km),
            hourly_cents=lead.hourly_cents,
            mobilization_minutes=team.mobilization_minutes,
            hours_given=sum(member.hours_given for member in members),
            units=1,
            member_ids=tuple(sorted(str(member.pk) for member in members)),
        )


def _kit(kit: Kit, at: datetime, claims: Claims) -> Helper:
    place = kit.organization.place
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
