"""How long the busiest pages take at the server, beside the lightest page of the same hub.

Runs against the demo hub's database (`./muster demo` once before). Prints, per page, the median
of 15 answers in milliseconds, the ratio to the sign-in page measured in the same run, and the
number of queries. Limits from the design: a coordinator sees a proposal within one second, and
what would change with one more act, or with somebody else, within 300 milliseconds, also when
all open requests are matched together.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from muster.accounts.models import Person
from muster.aid.models import Request
from muster.aid.queries.problems import question_for
from muster.aid.queries.proposals import kinds_missing
from muster.aid.queries.visibility import open_requests
from muster.aid.services.matching import instead, propose, solved
from muster.aid.services.supposing import look_ahead, what_if
from muster.authz.actors import Actor, Source
from muster.directory.queries.actors import actor_for
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.supposition import Supposition

RUNS = 15
SUPPOSED_MS = 300


def main() -> None:
    """Print the table."""
    settings.ALLOWED_HOSTS = ["*"]
    coordinator = Person.objects.filter(
        tenures__office__duties__contains=["coordinate"], synthetic=True
    ).first()
    if coordinator is None:
        raise SystemExit("There is no demo hub in this database. Run ./muster demo once.")
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    number = Request.objects.exclude(number=None).order_by("number").values_list("number").first()
    paths = ["/sign-in/", "/", "/board/", "/requests/", "/organizations/", "/agreements/"]
    if number:
        paths += [f"/requests/{number[0]}/", f"/requests/{number[0]}/match/"]
    lightest = 0.0
    print(f"{'page':<34}{'ms':>8}{'ratio':>8}{'queries':>9}")
    for path in paths:
        milliseconds, queries = _measured(client, path)
        lightest = lightest or milliseconds
        print(f"{path:<34}{milliseconds:>8.1f}{milliseconds / lightest:>8.1f}{queries:>9}")
    _proposals(coordinator)


def _measured(client: Client, path: str) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    return _median(lambda: client.get(path)), queries


def _proposals(coordinator: Person) -> None:
    """One request matched alone, and all of them together; both rolled back."""
    actor = actor_for(coordinator, at=timezone.now(), source=Source.CLI)
    found = list(open_requests(actor))
    if not found:
        return
    for label, requests in (("match one request", found[:1]), ("match them all", found)):

        def proposed(requests: list[Request] = requests) -> None:
            with transaction.atomic():
                propose(actor=actor, requests=requests)
                transaction.set_rollback(True)

        milliseconds = _median(proposed, runs=5)
        share = milliseconds / 1000
        print(f"{label} ({len(requests)}): {milliseconds:.0f} ms, {share:.2f} of the one second")
    exercise = found[0].incident.exercise
    together = [one for one in found if one.incident.exercise == exercise]
    for requests in (together[:1], together):
        _supposed(actor, requests)
    _looked_ahead(coordinator, actor, together)


def _looked_ahead(coordinator: Person, actor: Actor, requests: list[Request]) -> None:
    """The page of the first request once the worker has looked ahead for all of them together."""
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        run = propose(actor=actor, requests=requests)
        look_ahead(actor=actor, run=run)
        for kind in kinds_missing(run):
            address = f"/requests/{requests[0].number}/match/?what_if={kind.value}"
            label = f"page, looked ahead: {ACT_NAMES[kind]}"
            _print_supposed(label, len(requests), partial(client.get, address))
        transaction.set_rollback(True)


def _supposed(actor: Actor, requests: list[Request]) -> None:
    """Acts of each kind for the first request, the others competing; somebody else. Live."""
    for kind in ActKind:

        def changed(kind: ActKind = kind) -> None:
            what_if(
                actor=actor,
                requests=requests[:1],
                supposition=Supposition(kind),
                beside=requests,
            )

        _print_supposed(f"what if: {ACT_NAMES[kind]}", len(requests), changed)
    solution = solved(question_for(requests, at=actor.at))[1]
    waiting = (row for one in solution.explanations.values() for row in one.next_best)
    row = next(waiting, None)
    if row:
        pair = {"need_id": UUID(row.need_id), "helper_id": UUID(row.helper_id)}
        _print_supposed(
            "what instead", len(requests), lambda: instead(actor=actor, requests=requests, **pair)
        )


def _print_supposed(label: str, requests: int, work: Callable[[], object]) -> None:
    work()
    milliseconds = _median(work, runs=7)
    share = milliseconds / SUPPOSED_MS
    print(f"{label} ({requests}): {milliseconds:.0f} ms, {share:.2f} of {SUPPOSED_MS} ms")


def _median(work: Callable[[], object], *, runs: int = RUNS) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
