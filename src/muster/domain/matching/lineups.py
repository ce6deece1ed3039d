"""In which ways a team with alternates can go: whole, with whoever stands in for whom.

Each lineup is a team of its own to the matcher, which picks at most one of them: there are fewer
alternates than members, so any two lineups share somebody, and nobody makes two trips at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import comb

from muster.domain.matching.problem import Helper

MOST_LINEUPS = 100


def lineups(team: Helper, alternate_ids: Sequence[str]) -> tuple[Helper, ...]:
    """The team as it is, then with one alternate, with two and so on, each with an id of its own.

    Raises ValueError for as many alternates as members, for somebody who is both, and for more
    lineups than a match run should weigh.
    """
    members, alternates = sorted(team.member_ids), sorted(set(alternate_ids))
    both = sorted(set(members) & set(alternates))
    if both:
        raise ValueError(f"{both[0]} is a member of the team {team.id} and an alternate; choose.")
    if alternates and len(alternates) >= len(members):
        raise ValueError(
            f"The team {team.id} of {len(members)} can have {len(members) - 1} alternates at most."
        )
    ways = comb(len(members) + len(alternates), len(members))
    if ways > MOST_LINEUPS:
        raise ValueError(
            f"The team {team.id} could go in {ways} ways; name fewer alternates "
            f"({MOST_LINEUPS} ways at most)."
        )
    return tuple(_lineups(team, members, alternates))


def _lineups(team: Helper, members: Sequence[str], alternates: Sequence[str]) -> Iterator[Helper]:
    yield team
    for number in range(1, len(alternates) + 1):
        for standing_in in combinations(alternates, number):
            for staying in combinations(members, number):
                going = [one for one in members if one not in staying]
                yield replace(
                    team,
                    id=f"{team.id} with {', '.join(standing_in)} for {', '.join(staying)}",
                    member_ids=(*going, *standing_in),
                    team_id=team.id,
                    stand_ins=number,
                )
