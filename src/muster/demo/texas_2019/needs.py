"""What each government of the scenario asks for. Synthetic: no real request is known.

The rule, by population (2021):

- Under 2,500: one directory recovery engineer, two rebuild technicians, one counter clerk and
  four spare laptops; the engineer leads.
- From 2,500: an incident lead, one directory recovery engineer, four rebuild technicians and
  eight laptops; under 5,000 a counter clerk, from 5,000 a server administrator.
- From 8,000: an incident lead, two directory recovery engineers, two server administrators, six
  rebuild technicians and twelve laptops; under 10,000 a public information officer, from 10,000
  a forensic analyst.
- From 20,000: an incident lead, two forensic analysts, six directory recovery engineers, three
  network engineers, twelve rebuild technicians, thirty laptops and six switches.

One stand-in also asks for a network engineer and two switches for the controls of its water works,
and three stand-ins ask for 911 call-takers. Both are life safety. In the real event one water
system had to be run by hand; which town it belonged to was not published.
"""

from __future__ import annotations

from dataclasses import dataclass

from muster.demo.texas_2019.victims import VICTIMS, Victim
from muster.domain.matching.problem import Mode, Priority

WATER_CONTROLS = "place:ballinger"
CALL_TAKING = frozenset({"county:san_saba", "place:pearsall", "place:kermit"})


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One line of a request. `days` run from the moment of the request; kit has level 4."""

    victim_ocd_id: str
    position: str
    count: int
    minimum_level: int
    mode: Mode
    priority: Priority
    days: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A need before it is anybody's: how it is worked and for how long."""

    minimum_level: int
    mode: Mode
    priority: Priority
    days: int


_LINES = {
    "incident-lead": _Line(2, Mode.EITHER, Priority.ESSENTIAL, 7),
    "forensic-analyst": _Line(2, Mode.EITHER, Priority.ESSENTIAL, 5),
    "directory-recovery": _Line(2, Mode.ON_SITE, Priority.ESSENTIAL, 7),
    "network-engineer": _Line(3, Mode.ON_SITE, Priority.ESSENTIAL, 7),
    "server-administrator": _Line(3, Mode.EITHER, Priority.RECOVERY, 7),
    "rebuild-technician": _Line(4, Mode.ON_SITE, Priority.RECOVERY, 7),
    "emergency-call-taker": _Line(1, Mode.ON_SITE, Priority.LIFE_SAFETY, 5),
    "public-information-officer": _Line(3, Mode.REMOTE, Priority.RECOVERY, 5),
    "clerk-continuity": _Line(3, Mode.ON_SITE, Priority.RECOVERY, 5),
    "laptop": _Line(4, Mode.ON_SITE, Priority.RECOVERY, 14),
    "network-switch": _Line(4, Mode.ON_SITE, Priority.RECOVERY, 14),
}

_WATER_LINES = {
    "network-engineer": _Line(2, Mode.ON_SITE, Priority.LIFE_SAFETY, 3),
    "network-switch": _Line(4, Mode.ON_SITE, Priority.LIFE_SAFETY, 14),
}


def needs_of(victim: Victim) -> tuple[NeedRow, ...]:
    """The request of one government, most urgent lines first."""
    rows = [_row(victim, code, count, _LINES[code]) for code, count in _counts(victim).items()]
    if victim.division == WATER_CONTROLS:
        rows += [
            _row(victim, code, count, _WATER_LINES[code])
            for code, count in (("network-engineer", 1), ("network-switch", 2))
        ]
    if victim.division in CALL_TAKING:
        rows.append(_row(victim, "emergency-call-taker", 2, _LINES["emergency-call-taker"]))
    return tuple(sorted(rows, key=lambda row: row.priority))


def all_needs() -> tuple[NeedRow, ...]:
    """Every line of every request, in the order of the victims."""
    return tuple(row for victim in VICTIMS for row in needs_of(victim))


def _counts(victim: Victim) -> dict[str, int]:
    people = victim.population
    if people < 2_500:
        return {
            "directory-recovery": 1,
            "rebuild-technician": 2,
            "clerk-continuity": 1,
            "laptop": 4,
        }
    if people < 8_000:
        counts = {
            "incident-lead": 1,
            "directory-recovery": 1,
            "rebuild-technician": 4,
            "laptop": 8,
        }
        return counts | {"clerk-continuity" if people < 5_000 else "server-administrator": 1}
    if people < 20_000:
        counts = {
            "incident-lead": 1,
            "directory-recovery": 2,
            "server-administrator": 2,
            "rebuild-technician": 6,
            "laptop": 12,
        }
        return counts | {"public-information-officer" if people < 10_000 else "forensic-analyst": 1}
    return {
        "incident-lead": 1,
        "forensic-analyst": 2,
        "directory-recovery": 6,
        "network-engineer": 3,
        "rebuild-technician": 12,
        "laptop": 30,
        "network-switch": 6,
    }


def _row(victim: Victim, position: str, count: int, line: _Line) -> NeedRow:
    return NeedRow(
        victim_ocd_id=victim.ocd_id,
        position=position,
        count=count,
        minimum_level=line.minimum_level,
        mode=line.mode,
        priority=line.priority,
        days=line.days,
    )
