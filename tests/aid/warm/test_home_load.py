"""How much of a home is out already counts against asking there again."""

from __future__ import annotations

import pytest
from tests.support import road
from tests.support.cast import Cast

from muster.aid.queries.problems import question_for
from muster.domain.matching import HelperKind

pytestmark = pytest.mark.django_db


def test_people_promised_elsewhere_weigh_on_those_of_their_home_who_stay(cast: Cast) -> None:
    commitment = road.accepted(cast)
    going = commitment.people.count()

    question = question_for([road.asked(cast)], at=cast.now).whole()

    loads = {
        helper.organization_id: helper.home_load
        for helper in question.problem.helpers
        if helper.kind is HelperKind.RESPONDER
    }
    assert going
    assert loads[str(cast.denton.pk)] == 100 * going // len(cast.denton_staff)
    assert loads[str(cast.volunteer.organization_id)] == 0
