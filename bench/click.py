"""The whole click in a hub of a million people: ./muster bench click [--people N]

From the request on record to the proposal as the page shows it: reading what is asked, taken and
declined from the database, cover, candidates, the optimum, its proof and the reasons. The roster
and the legal ground are warm, as they are in a process that has matched before; how long reading
them took is printed too. The hub is synthetic and stays in var/ for the next run.
"""

from __future__ import annotations

import argparse
import resource
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parent))

from support.national import Nation, nation, wanted

from muster.aid.models import Incident, Need, Request
from muster.aid.queries.answers import answer_of
from muster.aid.queries.problems import question_for
from muster.aid.services.collecting import put_off
from muster.aid.services.matching import solved
from muster.aid.warm.keeping import keeper
from muster.cli import environment
from muster.config.environment import database
from muster.directory.models import Organization
from muster.embedded.cluster import Cluster
from muster.responders.models import Responder
from support import hub_rows

LIMIT_MS = 100
RUNS = 15
REQUESTS = 12
CHANGES = 7


def main() -> None:
    options = argparse.ArgumentParser(prog="muster bench click")
    options.add_argument("--people", type=int, default=1_000_000)
    people = options.parse_args().people
    cluster = Cluster(environment.var() / "bench-postgres", durable=False)
    with cluster.running():
        name = f"click_{people}"
        fresh = cluster.ensure_database(name)
        _connect(cluster.admin_url(name))
        call_command("migrate", verbosity=0, interactive=False)
        clock = perf_counter()
        one = nation(people)
        if fresh or not Responder.objects.exists():
            with transaction.atomic():
                hub_rows.fill(one, timezone.now())
            print(f"copied into the database in {perf_counter() - clock:.0f} s")
        # A copy that was made before organizations said since when they are members.
        Organization.objects.filter(member_since=None).update(member_since=date(2020, 1, 1))
        _measure(one)
        connection.close()


def _connect(url: str) -> None:
    connection.close()
    connection.settings_dict.update(database(url))


def _measure(one: Nation) -> None:
    now = timezone.now()
    clock = perf_counter()
    ground = keeper.ground(at=now, exercise=False)
    ground.pools(now)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    people = len(ground.roster)
    reading = perf_counter() - clock
    print(f"{people:,} people read in {reading:.1f} s, peak {memory:,} MB")
    with transaction.atomic():
        with hub_rows.without_triggers():
            requests = [_request(one, seed, now) for seed in range(REQUESTS)]
        for request in requests:
            _click(request, now)
        figures = [_click(requests[run % REQUESTS], now) for run in range(RUNS)]
        changes = [_change(requests[run % REQUESTS], run, now) for run in range(CHANGES)]
        transaction.set_rollback(True)
    parts = ["read and list", "solve and explain", "name"]
    for part, column in zip(parts, zip(*figures, strict=True), strict=True):
        print(f"{part:<20}{1000 * median(column):>8.1f} ms")
    clicks = sorted(1000 * sum(row) for row in figures)
    whole = median(clicks)
    print(
        f"{'the whole click':<20}{whole:>8.1f} ms, {whole / LIMIT_MS:.2f} of {LIMIT_MS} ms "
        f"(from {clicks[0]:.1f} to {clicks[-1]:.1f})"
    )
    change = median(changes)
    print(
        f"{'after a change':<20}{1000 * change:>8.1f} ms for the first click, "
        f"1/{reading / change:,.0f} of reading everybody"
    )


@put_off()
def _click(request: Request, now: datetime) -> tuple[float, float, float]:
    start = perf_counter()
    question = question_for([request], at=now)
    listed = perf_counter()
    question, solution = solved(question)
    explained = perf_counter()
    answer_of(question, solution)
    if not solution.certificate.optimal:
        raise SystemExit("The plan is not proven.")
    return listed - start, explained - listed, perf_counter() - explained


def _change(request: Request, run: int, now: datetime) -> float:
    """Seconds a click takes when somebody's entry on the roster has just changed."""
    somebody = Responder.objects.filter(removed_at=None).order_by("pk")[1_000 * run]
    Responder.objects.filter(pk=somebody.pk).update(hourly_cents=somebody.hourly_cents + 1)
    return sum(_click(request, now))


def _request(one: Nation, seed: int, now: datetime) -> Request:
    """Five lines of one town, drawn like those of the matching bench."""
    asked, count, priority = wanted(one, 1, 5, seed + 100)
    town = Organization.objects.get(pk=hub_rows.organization_id(int(asked.asks["organization"][0])))
    incident = Incident.objects.create(
        organization=town, exercise=False, kind="ransomware", noticed_at=now
    )
    request = Request.objects.create(
        incident=incident,
        status="open",
        number=f"R-1999-{seed:04}",
        call_back_number="synthetic",
        during=(now, now + timedelta(days=14)),
        created_at=now,
        updated_at=now,
        opened_at=now,
    )
    for at, ask in enumerate(asked.asks):
        Need.objects.create(
            request=request,
            position=hub_rows.TRADES[int(ask["position"]) % len(hub_rows.TRADES)],
            minimum_level=int(ask["worst_level"]),
            count=int(count[at]),
            priority=int(priority[at]),
            mode="remote" if ask["mode"] else "on_site",
            during=(now, now + timedelta(minutes=int(ask["minutes"]))),
        )
    return request


if __name__ == "__main__":
    main()
