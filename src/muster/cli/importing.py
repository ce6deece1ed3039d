"""`muster import …`: read what official publishers hand out into the directory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from muster.cli.acting import As, AsJson, acting_as
from muster.cli.environment import hub
from muster.cli.printing import output, print_json, print_problem
from muster.domain.failures import Invalid

if TYPE_CHECKING:
    from muster.authz.actors import Actor
    from muster.directory.models import OfficialList
    from muster.directory.services.importing.reports import ImportReport


@dataclass(frozen=True, slots=True)
class AlreadyRead:
    """A file whose very bytes were read before, with nothing changed since."""

    file: str
    list: str
    when: str


SHOWN = 20
"""Refused rows shown for a file; all of them go into the file named with --refused."""

Files = Annotated[
    list[Path],
    typer.Argument(
        help="The publishers' files, also compressed, or folders of them.",
        exists=True,
        readable=True,
        show_default=False,
    ),
]


def import_command(
    files: Files,
    email: As,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, keep nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also files that were read already.")
    ] = False,
    refused: Annotated[
        Path | None,
        typer.Option("--refused", help="Write every refused row here, as CSV.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read official lists in the order in which they build on each other, each all or nothing."""
    found = list(_found(files))
    with hub():
        actor = acting_as(email)
        from muster.authz.decisions import require
        from muster.directory.services.importing.service import may_import

        require(may_import(actor))
        ordered, unreadable = _in_order(found)
        reports = _read(actor, ordered, dry_run=dry_run, again=again)
    if as_json:
        print_json([_row(report) for report in reports])
    else:
        _print(reports, all_in_a_file=refused is not None)
    if refused is not None:
        _write(refused, reports)
    for name, what_to_do in unreadable:
        print_problem(f"{name} was not read.", what_to_do)
    if unreadable:
        raise typer.Exit(2)


def _found(files: list[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.is_file())
        else:
            yield path


def _in_order(
    files: list[Path],
) -> tuple[list[tuple[Path, OfficialList]], list[tuple[str, str]]]:
    """What can be read, in the order of the lists; what cannot, with what to do."""
    from muster.directory.services.importing.service import list_of, position_of

    readable: list[tuple[int, Path, OfficialList]] = []
    unreadable: list[tuple[str, str]] = []
    for path in files:
        data = path.read_bytes()
        try:
            which = list_of(data, path.name)
        except Invalid as why:
            unreadable.append((path.name, why.what_to_do))
        else:
            readable.append((position_of(data, which), path, which))
    readable.sort(key=lambda one: (one[0], one[1].name))
    return [(path, which) for _, path, which in readable], unreadable


def _read(
    actor: Actor, files: list[tuple[Path, OfficialList]], *, dry_run: bool, again: bool
) -> list[ImportReport | AlreadyRead]:
    from muster.directory.services.importing.service import already_read, import_file

    reports: list[ImportReport | AlreadyRead] = []
    with _bar(len(files)) as tell:
        for path, which in files:
            data = path.read_bytes()
            before = None if again or dry_run else already_read(data, which)
            if before is not None:
                when = f"{before.imported_at:%Y-%m-%d %H:%M} UTC"
                reports.append(AlreadyRead(path.name, which.label, when))
                tell(path.name, True)
                continue
            report = import_file(
                actor=actor,
                file_name=path.name,
                data=data,
                dry_run=dry_run,
                step=partial(_tell_step, tell, path.name),
            )
            reports.append(report)
            tell(path.name, True)
    return reports


def _tell_step(tell: Callable[[str, bool], None], name: str, words: str) -> None:
    tell(f"{name}: {words}", False)


@contextmanager
def _bar(files: int) -> Iterator[Callable[[str, bool], None]]:
    """Told what is being done and when a file is done. Into a pipe nothing is drawn."""
    if not sys.stderr.isatty():
        yield lambda words, done: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("reading", total=files)
        yield lambda words, done: bar.update(line, description=words, advance=int(done))


def _row(report: ImportReport | AlreadyRead) -> dict[str, Any]:
    if isinstance(report, AlreadyRead):
        return {"file": report.file, "list": report.list, "read_already": report.when}
    return {
        "file": report.file_name,
        "list": report.list.value,
        "vintage": report.vintage,
        "read": report.read,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "gone": report.gone,
        "refused": [asdict(row) for row in report.refused],
        "left_out": report.left_out,
        "seconds": round(report.seconds, 2),
        "dry_run": report.dry_run,
    }


def _print(reports: list[ImportReport | AlreadyRead], *, all_in_a_file: bool) -> None:
    console = output()
    for report in reports:
        if isinstance(report, AlreadyRead):
            words = f"{report.file}: read already on {report.when}, and nothing changed since."
            console.print(words, markup=False)
            continue
        what = f"{report.file_name} ({report.list.label}, {report.read:,} rows)"
        console.print(f"{what}: {report.sentence} {report.seconds:.1f} s", markup=False)
        for words, count in report.left_out.items():
            console.print(f"  left out: {count:,} {words}", markup=False)
        for row in report.refused[: 0 if all_in_a_file else SHOWN]:
            console.print(f"  line {row.line}, {row.text}: {row.sentence}", markup=False)
        if len(report.refused) > SHOWN and not all_in_a_file:
            more = len(report.refused) - SHOWN
            console.print(f"  and {more:,} more; --refused FILE.csv writes all.", markup=False)
    if any(not isinstance(one, AlreadyRead) and one.dry_run for one in reports):
        console.print("This was a dry run: nothing was kept.", markup=False)


def _write(path: Path, reports: list[ImportReport | AlreadyRead]) -> None:
    from muster.web.spreadsheets import csv_lines

    rows = (
        (report.file_name, row.line, row.text, row.sentence)
        for report in reports
        if not isinstance(report, AlreadyRead)
        for row in report.refused
    )
    with path.open("w", newline="", encoding="utf-8") as text:
        text.writelines(csv_lines(("file", "line", "row", "why it was refused"), rows))
