"""The directory of the whole country: ./muster bench directory FOLDER

Reads the publishers' files in the folder into an empty directory, then once more, and finds
organizations by what people type: whole words, beginnings, counties, typos, "Saint" and "St.".
Beside each: reading against the limit of 20 seconds for the governments, finding against 30 ms
and against the plain `ILIKE '%…%'` of the same words over the same rows. Nothing stays.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from muster.authz.actors import hub_itself
from muster.cli import environment
from muster.config.environment import database
from muster.directory.models import OfficialList, Organization
from muster.directory.queries.finding import find
from muster.directory.services.importing.service import import_file, list_of, position_of
from muster.domain.failures import Invalid
from muster.embedded.cluster import Cluster

READING_LIMIT = 20.0
FINDING_LIMIT_MS = 30.0
RUNS = 7
ASKED = (
    "keene",
    "keen",
    "springfield",
    "springf illinois",
    "city of springfield",
    "union township",
    "washington county",
    "saint albans",
    "st. albans",
    "st albans vt",
    "denton",
    "dentn",
    "phildelphia",
    "los angelos",
    "o'fallon",
    "canon city",
    "doña ana",
    "jefferson county school",
    "middlesex",
    "san",
    "new",
    "county",
    "town of",
    "school district",
    "zz",
)


def main() -> None:
    options = argparse.ArgumentParser(prog="muster bench directory")
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    files = _in_order(folder)
    if not files:
        sys.exit(f"{folder} holds none of the official lists.")
    cluster = Cluster(environment.var() / "bench-postgres", durable=False)
    with cluster.running():
        name = "bench_directory"
        cluster.ensure_database(name)
        _connect(cluster.admin_url(name))
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            _read(files)
            _find()
            transaction.set_rollback(True)
        connection.close()


def _connect(url: str) -> None:
    connection.close()
    connection.settings_dict.update(database(url))


def _in_order(folder: Path) -> list[tuple[int, Path]]:
    found = []
    for path in sorted(one for one in folder.iterdir() if one.is_file()):
        data = path.read_bytes()
        try:
            found.append((position_of(data, list_of(data, path.name)), path))
        except Invalid:
            print(f"{path.name}: not one of the lists")
    return sorted(found)


def _read(files: list[tuple[int, Path]]) -> None:
    for words in ("first reading", "second reading"):
        total = governments = 0.0
        print(words)
        for _, path in files:
            actor = hub_itself(timezone.now())
            clock = perf_counter()
            report = import_file(actor=actor, file_name=path.name, data=path.read_bytes())
            took = perf_counter() - clock
            total += took
            governments += took if report.list is OfficialList.DIVISIONS else 0
            print(f"  {took:6.2f} s  {path.name}: {report.sentence} {len(report.refused)} refused")
        count = Organization.objects.count()
        ratio = READING_LIMIT / governments
        print(
            f"  {count:,} organizations; the governments took {governments:.1f} s, the limit of "
            f"{READING_LIMIT:.0f} s is {ratio:.1f} times as long; all lists {total:.1f} s"
        )


def _find() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ours, plain = [], []
    for text in ASKED:
        mine = median(_timed_find(text) for _ in range(RUNS))
        peer = median(_timed_plain(text) for _ in range(RUNS))
        ours.append(mine)
        plain.append(peer)
        first = find(text)
        shown = f"{first[0].name}, {first[0].whereabouts}" if first else "nothing"
        print(f"  {mine:6.1f} ms (plain {peer:6.1f})  {text!r}: {shown}")
    worst = max(ours)
    tail = quantiles(ours, n=20)[-1]
    print(
        f"finding: median {median(ours):.1f} ms, 95% within {tail:.1f} ms, slowest {worst:.1f} ms; "
        f"the limit of {FINDING_LIMIT_MS:.0f} ms is {FINDING_LIMIT_MS / worst:.1f} times the "
        f"slowest; plain search takes {median(plain) / median(ours):.1f} times as long"
    )


def _timed_find(text: str) -> float:
    clock = perf_counter()
    find(text)
    return (perf_counter() - clock) * 1000


def _timed_plain(text: str) -> float:
    clock = perf_counter()
    found = Organization.objects.select_related("jurisdiction", "seat")
    for word in text.split():
        found = found.filter(name__icontains=word)
    list(found.order_by("name")[:10])
    return (perf_counter() - clock) * 1000


if __name__ == "__main__":
    main()
