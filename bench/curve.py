"""How the matcher's time grows with the pool at fixed needs: ./muster bench curve

Draws docs/images/matching-curve.svg: 200 requests of 5 needs against pools of 62,500 to a
million synthetic people, the plan by itself and with the census of everybody who stays. Medians
of 9 warm runs; the dashed line is what growth in step with the pool would be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from support.national import nation, wanted

from muster.domain.matching.pool.census import Listed, take_census
from muster.domain.matching.pool.engine import match

ROOT = Path(__file__).resolve().parents[1]
SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)
REQUESTS, LINES, RUNS = 200, 5, 9
WIDE, HIGH, EDGE = 640, 360, 60

Row = tuple[int, float, float]
"""People, seconds for the plan, seconds with the census."""


def main() -> None:
    rows = [_measured(people) for people in SIZES]
    print(f"{'people':>10}{'plan ms':>10}{'with census ms':>16}{'per million':>13}")
    for people, plan, whole in rows:
        million = 1_000_000 / people * whole
        print(f"{people:>10,}{1000 * plan:>10.1f}{1000 * whole:>16.1f}{1000 * million:>13.1f}")
    growth = rows[-1][2] / rows[0][2] / (rows[-1][0] / rows[0][0])
    print(f"sixteen times the people cost {growth * 16:.1f} times the time")
    target = ROOT / "docs" / "images" / "matching-curve.svg"
    target.write_text(_picture(rows), encoding="utf-8")
    print(f"drawn to {target.relative_to(ROOT)}")


def _measured(people: int) -> Row:
    one = nation(people)
    asked, count, priority = wanted(one, REQUESTS, LINES)
    nobody = Listed(np.zeros(len(count) + 1, np.int64), np.zeros(0, np.int32))
    plans, wholes = [], []
    for _ in range(RUNS + 1):
        clock = perf_counter()
        match(one.pool, one.supply, asked, count=count, priority=priority)
        plans.append(perf_counter() - clock)
        take_census(one.pool, asked, nobody)
        wholes.append(perf_counter() - clock)
    return people, median(plans[1:]), median(wholes[1:])


def _picture(rows: list[Row]) -> str:
    top = 1.1 * max(whole for _people, _plan, whole in rows)

    def at(people: float, seconds: float) -> tuple[float, float]:
        across = EDGE + (WIDE - EDGE - 20) * people / SIZES[-1]
        return across, HIGH - EDGE - (HIGH - EDGE - 20) * seconds / top

    def line(values: list[tuple[float, float]], style: str) -> str:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in values)
        return f'<polyline points="{points}" fill="none" {style}/>'

    step = [at(0, 0), at(SIZES[-1], rows[-1][2])]
    parts = [
        line(step, 'stroke="#71767a" stroke-dasharray="4 4"'),
        line([at(p, w) for p, _plan, w in rows], 'stroke="#005ea2" stroke-width="2"'),
        line([at(p, plan) for p, plan, _w in rows], 'stroke="#b50909" stroke-width="2"'),
        line([at(0, top), at(0, 0), at(SIZES[-1], 0)], 'stroke="#1b1b1b"'),
    ]
    for people, plan, whole in rows:
        x, _y = at(people, 0)
        label = f"{people // 1000:,}k" if people < 1_000_000 else "1M"
        parts.append(
            f'<text x="{x:.0f}" y="{HIGH - EDGE + 18}" text-anchor="middle">{label}</text>'
        )
        for seconds, color in ((whole, "#005ea2"), (plan, "#b50909")):
            x, y = at(people, seconds)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>')
    for seconds in (0.0, top / 2, top / 1.1):
        _x, y = at(0, seconds)
        parts.append(
            f'<text x="{EDGE - 8}" y="{y + 4:.0f}" text-anchor="end">{1000 * seconds:.0f} ms</text>'
        )
    parts += [
        f'<text x="{EDGE + 12}" y="30" fill="#005ea2">plan, and why everybody else stays</text>',
        f'<text x="{EDGE + 12}" y="50" fill="#b50909">plan</text>',
        f'<text x="{EDGE + 12}" y="70" fill="#71767a">in step with the pool</text>',
        f'<text x="{WIDE / 2:.0f}" y="{HIGH - 14}" text-anchor="middle">synthetic people in the '
        f"pool; {REQUESTS} requests of {LINES} needs</text>",
    ]
    title = "Time to match at fixed needs, by the size of the pool"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        f'aria-label="{title}" font-family="sans-serif" font-size="13">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    main()
