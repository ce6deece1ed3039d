"""Every status can be reached, and every end is an end."""

from __future__ import annotations

import pytest

from muster.domain.failures import Conflict
from muster.domain.lifecycle import (
    COMMITMENT,
    MACHINES,
    MISSION,
    NEED,
    OFFER,
    REQUEST,
    CommitmentStatus,
    Machine,
    MissionStatus,
    NeedStatus,
    OfferStatus,
    RequestStatus,
)

STATUSES = {
    "request": RequestStatus,
    "need": NeedStatus,
    "offer": OfferStatus,
    "commitment": CommitmentStatus,
    "mission": MissionStatus,
}


def reached(machine: Machine) -> set[str]:
    seen, ahead = set[str](), set(machine.initial)
    while ahead:
        status = ahead.pop()
        seen.add(status)
        ahead |= set(machine.steps.get(status, ())) - seen
    return seen


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_status_can_be_reached(machine: Machine) -> None:
    assert reached(machine) == {status.value for status in STATUSES[machine.name]}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_no_status_leads_to_itself(machine: Machine) -> None:
    assert [status for status, after in machine.steps.items() if status in after] == []


@pytest.mark.parametrize(
    ("machine", "ends"),
    [
        (REQUEST, {"closed", "cancelled"}),
        (NEED, {"cancelled"}),
        (OFFER, {"accepted", "declined", "lapsed", "withdrawn"}),
        (COMMITMENT, {"released", "recalled", "cancelled"}),
        (MISSION, {"released", "recalled"}),
    ],
    ids=lambda value: value.name if isinstance(value, Machine) else "",
)
def test_the_ends_are_these(machine: Machine, ends: set[str]) -> None:
    assert {status for status in reached(machine) if not machine.steps.get(status)} == ends


def test_an_illegal_step_is_refused_with_both_statuses_named() -> None:
    with pytest.raises(Conflict, match="This offer is declined; it cannot become accepted"):
        OFFER.require("declined", "accepted")
    OFFER.require("sent", "accepted")
