"""The matcher's meaning, written a second time as plainly as possible, for tiny problems.

It tries every plan. It shares with the matcher only the clause prices, the distances and the
lot; pairs, moments, floors and the order of plans are worked out afresh from the contract.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from muster.domain.acts import DutyStatus
from muster.domain.costs import Deployed, estimate
from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.geo import drive_minutes, road_km
from muster.domain.matching.objectives import lot
from muster.domain.matching.problem import Helper, HelperKind, Mode, Need, Priority, Problem
from muster.domain.matching.solution import Candidate
from muster.domain.windows import Window, without

Plan = dict[tuple[str, str], int]
"""Whole helpers, or pieces of kit, per (need id, helper id); held claims are not in it."""

Key = tuple[int, ...]


class Reference:
    """Everything a tiny problem allows."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.needs = {need.id: need for need in problem.needs}
        self.helpers = {helper.id: helper for helper in problem.helpers}
        self.held = list(problem.held)
        self._spans: dict[tuple[tuple[str, str], str], Window] = {}
        self.pairs: dict[tuple[str, str], Candidate] = {}
        for need in problem.needs:
            for helper in problem.helpers:
                pair = self.pair(need, helper)
                if pair is not None:
                    self.pairs[need.id, helper.id] = pair

    def people(self, helper: Helper) -> list[Helper]:
        if helper.kind is HelperKind.KIT:
            return []
        return [self.helpers[m] for m in helper.member_ids] or [helper]

    def path(self, need: Need, sender: Helper) -> LegalPath | None:
        duty = DutyStatus.EMPLOYEE if sender.kind is HelperKind.KIT else sender.duty_status
        if sender.organization_id == need.organization_id:
            return None
        path = self.problem.best_path(
            Deployment(
                need.organization_id,
                sender.organization_id,
                duty,
                need.aid_kind,
                max(need.window.start, self.problem.now),
            )
        )
        return path if path and path.standing is PathStanding.COMPLETE else None

    def pair(self, need: Need, helper: Helper) -> Candidate | None:
        level = dict(helper.levels).get(need.position)
        everybody = [helper, *self.people(helper)]
        path = self.path(need, helper)
        kit = helper.kind is HelperKind.KIT
        fills = len(helper.member_ids) or 1
        too_large = helper.kind is HelperKind.TEAM and fills > need.count
        out_of_stock = kit and helper.units < 1
        if level is None or level > need.minimum_level or path is None:
            return None
        if too_large or out_of_stock or not self.versed(need, helper):
            return None
        spent = self.drive(need, helper)
        for one in everybody:
            if (
                (need.id, one.id) in self.problem.declined
                or need.organization_id in one.conflicts
                or self.path(need, one) is None
                or not self.free(need, one, spent)
            ):
                return None
        length, drive = road_km(need.place, helper.place), drive_minutes(need.place, helper.place)
        ready = self.problem.now + timedelta(minutes=helper.mobilization_minutes)
        ways: list[tuple[datetime, bool]] = []
        if need.mode is not Mode.REMOTE and length <= helper.travel_limit_km:
            ways.append((max(need.window.start, ready + timedelta(minutes=drive)), False))
        if need.mode is not Mode.ON_SITE and helper.remote_capable and not kit:
            ways.append((max(need.window.start, ready), True))
        if not ways or min(ways)[0] >= need.window.end:
            return None
        arrives_at, remote = min(ways)
        deployed = Deployed(need.window.hours, helper.hourly_cents, length, remote or kit)
        cost = estimate(path.cost_rule, deployed).amount * fills
        km, minutes = (0.0, 0) if remote else (length, drive)
        return Candidate(need.id, helper.id, path, remote, km, minutes, arrives_at, cost, fills)

    def versed(self, need: Need, helper: Helper) -> bool:
        """Somebody knows each product, and each person may see what is to be seen."""
        people = self.people(helper)
        known = {product for one in (helper, *people) for product in one.products}
        return need.products <= known and all(need.clearances <= p.clearances for p in people)

    def drive(self, need: Need, helper: Helper) -> timedelta:
        """One way; nothing for who works from home."""
        minutes = timedelta(minutes=drive_minutes(need.place, helper.place))
        ready = self.problem.now + timedelta(minutes=helper.mobilization_minutes)
        in_reach = road_km(need.place, helper.place) <= helper.travel_limit_km
        in_time = not minutes or ready + minutes <= need.window.start
        at_home = helper.remote_capable and helper.kind is not HelperKind.KIT
        if need.mode is Mode.REMOTE or (
            need.mode is Mode.EITHER and at_home and not (in_reach and in_time)
        ):
            return timedelta()
        return minutes

    def free(self, need: Need, one: Helper, drive: timedelta) -> bool:
        """Free from setting out to being back, rested before and after, and not gone too long."""
        leaves, back = need.window.start - drive, need.window.end + drive
        if leaves < self.problem.now:
            leaves = min(self.problem.now, need.window.start)
        rest = timedelta(minutes=one.rest_minutes)
        longest = one.longest_tour_hours
        return (
            any(w.start <= leaves and back <= w.end for w in without(one.available, one.committed))
            and all(c.end + rest <= leaves or back + rest <= c.start for c in one.committed)
            and (longest is None or back - leaves <= timedelta(hours=longest))
        )

    def span(self, pair: tuple[str, str], person: Helper) -> Window:
        """How long this pair keeps one of those who go from anything else."""
        if (pair, person.id) not in self._spans:
            self._spans[pair, person.id] = self._span(pair, person)
        return self._spans[pair, person.id]

    def _span(self, pair: tuple[str, str], person: Helper) -> Window:
        need, helper = self.needs[pair[0]], self.helpers[pair[1]]
        drive = self.drive(need, helper)
        rest = timedelta(minutes=person.rest_minutes)
        return Window(need.window.start - drive, need.window.end + drive + rest)

    def one_trip_at_a_time(self, plan: Plan) -> bool:
        trips: dict[str, list[Window]] = {}
        for claim in self.held:
            for person in self.people(self.helpers[claim[1]]):
                trips.setdefault(person.id, []).append(self.span(claim[:2], person))
        for pair in plan:
            for person in self.people(self.helpers[pair[1]]):
                mine, span = trips.setdefault(person.id, []), self.span(pair, person)
                if any(span.overlaps(other) for other in mine):
                    return False
                mine.append(span)
        return True

    def allowed(self, plan: Plan) -> bool:
        """Whether the plan keeps every rule at every moment anything begins."""
        for need in self.problem.needs:
            new = sum(n * self.pairs[pair].fills for pair, n in plan.items() if pair[0] == need.id)
            old = sum(units for need_id, _h, units in self.held if need_id == need.id)
            if new and old + new > need.count:
                return False
        for need_id, helper_id in plan:
            if self.helpers[helper_id].kind is not HelperKind.KIT and any(
                claim[:2] == (need_id, helper_id) for claim in self.held
            ):
                return False
        if not self.one_trip_at_a_time(plan):
            return False
        moments = {need.window.start for need in self.problem.needs}
        moments |= {window.start for h in self.problem.helpers for window in h.committed}
        return all(self.allowed_at(moment, plan) for moment in moments)

    def allowed_at(self, moment: datetime, plan: Plan) -> bool:
        going: list[str] = []
        held: list[str] = []
        out: dict[str, int] = {}
        stock: dict[str, int] = {}
        for need_id, helper_id, units in self.held:
            if self.needs[need_id].window.contains(moment):
                held += [person.id for person in self.people(self.helpers[helper_id])]
                stock[helper_id] = stock.get(helper_id, 0) + units
        for (need_id, helper_id), number in plan.items():
            if self.needs[need_id].window.contains(moment):
                going += [person.id for person in self.people(self.helpers[helper_id])]
                if self.helpers[helper_id].kind is HelperKind.KIT:
                    out[helper_id] = out.get(helper_id, 0) + number
        if any(n + stock.get(h, 0) > self.helpers[h].units for h, n in out.items()):
            return False
        away = set(held) | {
            h.id for h in self.problem.helpers if any(w.contains(moment) for w in h.committed)
        }
        return self.kept_at_home(set(going), away)

    def kept_at_home(self, going: set[str], away: set[str]) -> bool:
        persons = [h for h in self.problem.helpers if h.kind is HelperKind.RESPONDER]
        for floor in self.problem.floors:
            staff = {
                p.id
                for p in persons
                if p.organization_id == floor.organization_id and floor.position in dict(p.levels)
            }
            new = len(staff & going)
            if new and len(staff) - len(staff & away) - new < floor.keep:
                return False
        most = self.problem.max_lent_per_organization
        for organization_id in {p.organization_id for p in persons}:
            staff = {p.id for p in persons if p.organization_id == organization_id}
            new = len(staff & going)
            if most is not None and new and new + len(staff & away) > most:
                return False
        return True

    def key(self, plan: Plan) -> Key:
        """Smaller is better, level by level."""
        filled = dict.fromkeys(Priority, 0)
        arrival = peak = cost = burdens = drawn = 0
        for pair, number in plan.items():
            option, wanted = self.pairs[pair], self.needs[pair[0]]
            late = option.arrives_at - wanted.window.start
            minutes = -(-late // timedelta(minutes=1))
            filled[wanted.priority] += number * option.fills
            arrival += number * option.fills * minutes
            peak = max(peak, minutes)
            cost += number * option.cost_cents
            people = self.people(self.helpers[pair[1]])
            burdens += self.helpers[pair[1]].stand_ins
            burdens += sum(person.hours_given // 12 + person.home_load // 10 for person in people)
            drawn += number * lot(option)
        return (*(-filled[p] for p in Priority), arrival, peak, cost, burdens, drawn)

    def best(self) -> tuple[Key, Plan]:
        """The best plan of all."""
        best = self.best_with(None)
        assert best is not None
        return best

    def best_with(self, forced: tuple[str, str] | None) -> tuple[Key, Plan] | None:
        """The best plan with this pair in it, by trying every one that keeps the rules."""
        pairs = list(self.pairs)
        best: tuple[Key, Plan] | None = None

        def extend(start: int, plan: Plan) -> None:
            nonlocal best
            if forced is None or forced in plan:
                key = self.key(plan)
                if best is None or key < best[0]:
                    best = (key, dict(plan))
            for index in range(start, len(pairs)):
                pair = pairs[index]
                most = self.helpers[pair[1]].units
                kit = self.helpers[pair[1]].kind is HelperKind.KIT
                for number in range(1, (most if kit else 1) + 1):
                    plan[pair] = number
                    if not self.allowed(plan):
                        break
                    extend(index + 1, plan)
                plan.pop(pair, None)

        extend(0, {})
        return best
