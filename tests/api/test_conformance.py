"""The API against its own description: thousands of generated calls, the same ones every run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    negative_data_rejection,
)
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast, make_cast
from tests.support.software import ROOT, software_of

from muster.agreements.models import InstrumentKind
from muster.aid.models import MatchTask, Request
from muster.aid.services import match_tasks, offers, requests
from muster.authz.actors import Duty
from muster.config.wsgi import application
from muster.directory.models import Office
from muster.domain.acts import ActKind, DutyStatus

EXAMPLES = 12
# A date can be well-formed and past: the description cannot say everything the services know.
SEMANTIC = ["2xx", "401", "403", "404", "409", "410", "422"]

schema = schemathesis.openapi.from_wsgi(
    f"{ROOT}/openapi.json",
    application,
    config=SchemathesisConfig(
        projects=ProjectsConfig(
            default=ProjectConfig(
                generation=GenerationConfig(deterministic=True, max_examples=EXAMPLES),
                checks=ChecksConfig(
                    positive_data_acceptance=PositiveDataAcceptanceConfig(
                        expected_statuses=SEMANTIC
                    )
                ),
            )
        )
    ),
)
bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
Known = dict[str, str]


@pytest.fixture
def cast_and_token(db: None) -> Iterator[tuple[Cast, str]]:
    """A token that represents Denton and coordinates, so that every operation can succeed."""
    cast = make_cast()
    office = cast.office(cast.denton_representative)
    Office.objects.filter(pk=office.pk).update(duties=[Duty.REPRESENT, Duty.COORDINATE])
    # As Django's own test client does: the test's connection outlives its requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield cast, software_of(cast.denton_representative).secret
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(cast_and_token: tuple[Cast, str]) -> Known:
    """Ids of rows in every stage, for the addresses."""
    cast, _ = cast_and_token
    denton = cast.actor(cast.denton_representative)
    mission = road.bound(cast)
    spare = ["incident-lead", "clerk-continuity"]
    for position in spare:
        make.responder(cast.johnson, f"Johnson {position}", {position: 1})
    lead, clerk = (make.order(make.line(position)) for position in spare)
    waiting = road.offered(cast, road.asked(cast, make.line(make.LAPTOP)))[cast.denton]
    lent = requests.ask(actor=denton, organization=cast.denton, order=lead)
    offer = road.offered(cast, lent)[cast.johnson]
    taken = offers.accept_offer(actor=cast.actor(cast.johnson_representative), offer=offer)
    asked = requests.ask(actor=denton, organization=cast.denton, order=clerk)
    [line] = asked.needs.all()
    corps = make.agreement(
        "Open Corps",
        InstrumentKind.VOLUNTEER_CORPS,
        statuses=[DutyStatus.VOLUNTEER],
        acts=[ActKind.CLIENT_CONTRACT],
        requesting=[cast.denton],
    )
    compact = make.agreement(
        "Open Compact", InstrumentKind.STATEWIDE, statuses=[DutyStatus.EMPLOYEE]
    )
    return {
        "request": asked.number or "",
        "match_id": str(road.proposed(cast, asked).pk),
        "task_id": str(under_way(cast, lent).pk),
        "matched": asked.number or "",
        "offer_id": str(waiting.pk),
        "commitment_id": str(taken.commitment.pk),
        "mission": mission.number,
        "line_id": str(line.pk),
        "signed": corps.slug,
        "joined": compact.slug,
        "code": mission.order.code,
    }


@schema.parametrize()
@bounded
def test_every_operation_keeps_to_its_description(
    case: schemathesis.Case[Any], cast_and_token: tuple[Cast, str]
) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {cast_and_token[1]}"})


@schema.include(path_regex=r"\{").parametrize()
@bounded
def test_every_operation_keeps_to_its_description_for_rows_that_exist(
    case: schemathesis.Case[Any], cast_and_token: tuple[Cast, str], known: Known
) -> None:
    aim(case, known)
    case.call_and_validate(
        headers={"Authorization": f"Bearer {cast_and_token[1]}"},
        # Both judge the address as generated, and it was replaced.
        excluded_checks=[negative_data_rejection, ensure_resource_availability],
    )


@schema.include(operation_id="match_request").parametrize()
@bounded
def test_whoever_prefers_not_to_wait_is_answered_as_described(
    case: schemathesis.Case[Any], cast_and_token: tuple[Cast, str], known: Known
) -> None:
    case.path_parameters = {"number": known["request"]}
    headers = {"Authorization": f"Bearer {cast_and_token[1]}", "Prefer": "respond-async"}
    answer = case.call_and_validate(
        headers=headers, excluded_checks=[negative_data_rejection, ensure_resource_availability]
    )
    assert answer.status_code != 201


def under_way(cast: Cast, *requests: Request) -> MatchTask:
    return match_tasks.queue(actor=cast.actor(cast.coordinator), requests=requests)


def aim(case: schemathesis.Case[Any], known: Known) -> None:
    """Put ids of existing rows into the address and the body."""
    noun = "mission" if "/missions/" in case.path else "request"
    if "match_id" in (case.path_parameters or {}):
        noun = "matched"
    agreement = "joined" if case.path.endswith("/accede") else "signed"
    replaced: dict[str, Any] = {**known, "number": known[noun], "slug": known[agreement]}
    case.path_parameters = {name: replaced[name] for name in case.path_parameters or {}}
    if isinstance(case.body, dict) and "match_id" in case.body:
        case.body["match_id"] = known["match_id"]
