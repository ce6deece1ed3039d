"""The replay's outcome for a person at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from muster.demo.replay_outcome import Going, Outcome, Plan
from muster.demo.texas_2019.timeline import CENTRAL, TIMELINE, UNDATED

WIDTH_WITHOUT_TERMINAL = 140
BANNER = "EXERCISE. The event is real; requests, people, kit and agreements are synthetic."


def console_for(*, terminal: bool) -> Console:
    """A console on standard output; plain and wide when nobody watches a terminal."""
    if terminal:
        return Console()
    return Console(width=WIDTH_WITHOUT_TERMINAL, no_color=True, highlight=False)


def print_report(console: Console, outcome: Outcome) -> None:
    """Everything, in the order it happened. Raises ValueError on a replay that did not finish."""
    before, after, final = (
        outcome.before_declaration,
        outcome.after_declaration,
        outcome.final,
    )
    if before is None or after is None or final is None:
        raise ValueError("The replay did not finish, so there is nothing to report.")
    console.rule("texas-2019")
    console.print(BANNER, style="bold")
    _print_facts(console)
    _print_asked(console, outcome)
    _print_plan(console, before)
    _print_blocked(console, outcome)
    _print_change(console, "With the state declaration on record", before, after)
    if outcome.contracts_signed:
        towns = ", ".join(outcome.contracts_signed)
        _print_change(console, f"With client contracts signed by {towns}", after, final)
    _print_open(console, final)
    _print_proof(console, final)
    _print_end(console, outcome)


def _print_facts(console: Console) -> None:
    table = _table("What is known of the real event", "Texas time", "What", "Source")
    for entry in TIMELINE:
        moment = f"{entry.at:%b %d %H:%M} ({entry.precision.replace('_', ' ')})"
        table.add_row(moment, entry.what, entry.source)
    for what, source in UNDATED:
        table.add_row("hour unknown", what, source)
    console.print(table)


def _print_asked(console: Console, outcome: Outcome) -> None:
    table = _table(
        f"{len(outcome.asked)} incidents ask for {outcome.needs} people and pieces of kit",
        "Request",
        "Government",
        "Asks for (synthetic)",
        "Who named it",
    )
    for row in outcome.asked:
        table.add_row(row.number, row.organization, ", ".join(row.lines), row.source)
    console.print(table)


def _print_plan(console: Console, plan: Plan) -> None:
    table = _table(
        f"Proposed at {_clock(plan)}: {plan.filled} filled, {plan.unfilled} open",
        "Government",
        "Who comes",
        "From",
        "Travel",
        "Legal path",
        "Why",
    )
    for organization, rows in groupby(plan.going, key=lambda row: row.organization):
        lines: dict[tuple[str, str, str, str], list[Going]] = defaultdict(list)
        for row in rows:
            lines[row.position, row.lender, row.instrument, row.reason].append(row)
        for number, (key, same) in enumerate(lines.items()):
            position, lender, instrument, reason = key
            units = sum(row.units for row in same)
            table.add_row(
                organization if number == 0 else "",
                f"{units} × {position}",
                lender,
                _travel(same),
                instrument.removesuffix(" (demonstration)"),
                reason,
            )
        table.add_section()
    console.print(table)


def _print_blocked(console: Console, outcome: Outcome) -> None:
    table = _table(
        "One missing act away",
        "Missing act",
        "Who can supply it",
        "Governments it concerns",
        "Filled without it",
        "Filled with it",
        "Citation",
    )
    for row in outcome.blocked_by:
        table.add_row(
            row.act,
            row.supplier,
            str(len(row.organizations)),
            str(row.filled_without_it),
            str(row.filled_with_it),
            row.citation,
        )
    console.print(table)


def _print_change(console: Console, title: str, before: Plan, after: Plan) -> None:
    """Every line on which the two plans differ in how much is filled, with who comes then."""
    table = _table(
        f"{title}: {before.filled} → {after.filled} filled, {after.unfilled} open",
        "Government",
        "Line",
        "Open before",
        "Open then",
        "Who comes then",
    )
    was, now = _open_units(before), _open_units(after)
    for line in sorted(was.keys() | now.keys()):
        if was.get(line, 0) != now.get(line, 0):
            coming = [row for row in after.going if (row.organization, row.position) == line]
            lenders = dict.fromkeys(row.lender for row in coming)
            table.add_row(
                *line, str(was.get(line, 0)), str(now.get(line, 0)), ", ".join(lenders) or "nobody"
            )
    console.print(table)


def _print_open(console: Console, plan: Plan) -> None:
    table = _table(f"Still open: {plan.unfilled}", "Government", "Line", "Open", "Commonest reason")
    for row in plan.open:
        table.add_row(row.organization, row.position, str(row.units), row.because)
    console.print(table)


def _print_proof(console: Console, plan: Plan) -> None:
    table = _table(
        "Why no better plan exists, level by level", "Level", "Value", "Bound", "Gap", "Proven by"
    )
    for level in plan.levels:
        table.add_row(
            level["name"],
            f"{level['value']:,}",
            f"{level['bound']:,}",
            f"{abs(level['bound'] - level['value']):,}",
            level["method"],
        )
    console.print(table)


def _print_end(console: Console, outcome: Outcome) -> None:
    lacking = sum(1 for row in outcome.mission_orders if row.missing_acts)
    chain = "intact" if outcome.audit_intact else "BROKEN"
    lines = (
        f"{outcome.filled} of {outcome.needs} are bound and ordered; "
        f"{outcome.needs - outcome.filled} stay open, each with its reason above.",
        f"{outcome.offers} offers, {len(outcome.mission_orders)} mission orders as PDF; "
        f"{lacking} of them lack an act, {len(outcome.refused)} were refused.",
        f"{outcome.audit_events} audit events; the chain is {chain}, head {outcome.audit_head}.",
        f"Replayed in {outcome.seconds:.1f} s. {BANNER}",
    )
    for line in (*lines, *outcome.refused):
        console.print(Text(line))


def _open_units(plan: Plan) -> dict[tuple[str, str], int]:
    return {(row.organization, row.position): row.units for row in plan.open}


def _travel(rows: Iterable[Going]) -> str:
    minutes = sorted({row.drive_minutes for row in rows if not row.remote})
    if not minutes:
        return "remote"
    shown = _hours(minutes[0])
    return shown if len(minutes) == 1 else f"{shown} to {_hours(minutes[-1])}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d} h"


def _clock(plan: Plan) -> str:
    return f"{plan.at.astimezone(CENTRAL):%H:%M}"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
