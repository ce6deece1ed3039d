"""Who gets what, at every address, in every phase: as the table beside this file says.

After a wanted change: MUSTER_WRITE_MATRIX=1 pytest tests/matrix -k written, then read what
changed in answers.txt.
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from tests.matrix import table
from tests.matrix.addresses import Address, every_address
from tests.matrix.asking import answers
from tests.matrix.scenes import PHASE_OF_EVERYTHING_ELSE, PHASES, on_the_road, scene
from tests.support.cast import Cast, make_cast

WRITE = "MUSTER_WRITE_MATRIX"


def found_in(cast: Cast, phase: str, addresses: list[Address]) -> table.Rows:
    return {
        (address, label): {phase: got}
        for address, label, got in answers(cast, scene(cast, phase), phase, addresses)
    }


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("part", ["pages", "programs"])
def test_everybody_gets_the_answer_in_the_table(cast: Cast, phase: str, part: str) -> None:
    addresses = [one for one in every_address() if one.is_api == (part == "programs")]
    found = found_in(cast, phase, addresses)
    assert found
    wrong = table.differences(table.read(), found, phase)
    assert not wrong, "\n".join(wrong)


if WRITE in os.environ:

    def test_the_table_is_written(db: None) -> None:
        rows: table.Rows = {}
        for phase in PHASES:
            with transaction.atomic():
                for key, by_phase in found_in(make_cast(), phase, every_address()).items():
                    rows.setdefault(key, {}).update(by_phase)
                transaction.set_rollback(True)
        table.FILE.write_text(table.write(in_order(rows)))


def in_order(rows: table.Rows) -> table.Rows:
    """As the resolver has them, whatever phase they were found in."""
    place = {address: number for number, address in enumerate(every_address())}
    return dict(sorted(rows.items(), key=lambda row: (place[row[0][0]], row[0][1])))


def test_no_row_is_left_over_from_an_address_that_is_gone() -> None:
    known = {f"{one.method:<6} /{one.route}" for one in every_address()}
    left = [name for name in table.read() if name.partition(" (")[0] not in known]
    assert not left


def test_every_address_is_asked_in_some_phase(cast: Cast) -> None:
    """Each argument stands for something that exists, or the answers would all be 404."""
    here = scene(cast, PHASE_OF_EVERYTHING_ELSE)
    draft = {one for one in every_address() if "draft_id" in one.arguments}
    lost = [one for one in every_address() if not here.values_for(one) and one not in draft]
    assert not lost
    assert all(on_the_road(one) for one in draft)
