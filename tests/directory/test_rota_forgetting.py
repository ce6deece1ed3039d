"""Numbers of people at home go some time after their shift; who was on call stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.directory.rotas import NUMBER, put_on_call, standing
from tests.support.cast import Cast

from muster.directory.jobs.rota import forget_numbers
from muster.directory.models import OnCallShift
from muster.directory.services.rota import remove_shift
from muster.directory.services.rota_forgetting import KEPT, forget_old_numbers

pytestmark = pytest.mark.django_db


def test_a_number_goes_when_its_shift_is_long_over_and_not_before(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    put_on_call(cast, cast.keene_contact, call_order=2)
    ends = cast.now + timedelta(hours=11)
    assert forget_old_numbers(at=ends + KEPT - timedelta(seconds=1)) == 0
    assert forget_old_numbers(at=ends + KEPT + timedelta(seconds=1)) == 2
    assert [(one.person_name, one.phone) for one in standing(cast)] == [("Keene Night", "")] * 2


def test_removed_shifts_lose_theirs_too_and_the_nightly_job_does_it(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    remove_shift(actor=cast.actor(cast.keene_contact), shift=standing(cast)[0])
    forget_numbers(timestamp=0)
    assert OnCallShift.objects.get().phone == NUMBER
    began = cast.now - KEPT - timedelta(days=2)
    OnCallShift.objects.update(during=DateTimeTZRange(began, began + timedelta(hours=12)))
    forget_numbers(timestamp=0)
    assert OnCallShift.objects.get().phone == ""
