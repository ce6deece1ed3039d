"""What counts as a better plan, in strict order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from muster.domain.costs import SHIFT_HOURS_PER_DAY
from muster.domain.matching.people import Roster
from muster.domain.matching.problem import Helper, Priority, Problem
from muster.domain.matching.program import Objective, Peak, Total
from muster.domain.matching.solution import Candidate

PRIORITY_NAMES = {
    Priority.LIFE_SAFETY: "life-safety needs filled",
    Priority.ESSENTIAL: "essential needs filled",
    Priority.RECOVERY: "recovery needs filled",
}
ARRIVAL = "minutes until arrival, summed"
LATEST = "minutes until the latest arrival"
COST = "cost to the requesters in cents"
FAIRNESS = "burden already carried by those who go"
LOT = "lot drawn from the names"

TENTH = 10
"""Of a hundred."""

_LOT_BITS = 24
"""Wide enough that two plans that tie on everything else draw the same lot one time in millions."""


def objectives_of(
    problem: Problem, options: Sequence[Candidate], already: int = 0
) -> tuple[Objective, ...]:
    """The levels from first to last; the final lot only makes the answer unique.

    The lot is a fixed function of the two ids. Unlike the alphabet it favours nobody.
    """
    drawn = Total(LOT, tuple(lot(option) for option in options))
    return (*levels_of(problem, options, already), drawn)


def levels_of(
    problem: Problem, options: Sequence[Candidate], already: int = 0
) -> tuple[Objective, ...]:
    """The levels from first to last without the lot.

    Somebody who comes `already` so many minutes late anyhow lets others come as late at no loss.
    """
    needs = {need.id: need for need in problem.needs}
    roster = Roster(problem)
    minutes = [
        minutes_late(option.arrives_at, needs[option.need_id].window.start) for option in options
    ]
    going = [roster.by_id[option.helper_id] for option in options]
    burdens = [
        one.stand_ins + sum(burden(person) for person in roster.people(one)) for one in going
    ]
    filled = [
        Total(
            PRIORITY_NAMES[priority],
            tuple(
                option.fills if needs[option.need_id].priority is priority else 0
                for option in options
            ),
            largest=True,
        )
        for priority in sorted({need.priority for need in problem.needs})
    ]
    return (
        *filled,
        Total(ARRIVAL, tuple(m * o.fills for m, o in zip(minutes, options, strict=True))),
        Peak(LATEST, tuple(max(already, late) for late in minutes)),
        Total(COST, tuple(option.cost_cents for option in options)),
        Total(FAIRNESS, tuple(burdens)),
    )


def burden(person: Helper) -> int:
    """One for each shift already given, and one for each tenth of the home staff that is out."""
    return person.hours_given // SHIFT_HOURS_PER_DAY + person.home_load // TENTH


def minutes_late(arrives_at: datetime, wanted: datetime) -> int:
    """Started minutes from the wanted start to the arrival."""
    return -((wanted - arrives_at) // timedelta(minutes=1))


def lot(option: Candidate) -> int:
    digest = sha256(f"{option.need_id}\0{option.helper_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _LOT_BITS)
