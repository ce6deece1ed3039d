"""Two at the same moment: one text, one signature, one end."""

from __future__ import annotations

from functools import partial

import pytest
from tests.agreements.test_drafting import saved
from tests.agreements.test_proposing import amended, party_of
from tests.support.cast import Cast
from tests.support.racing import race

from muster.agreements import services
from muster.agreements.models import Acceptance
from muster.domain.failures import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_an_acceptance_and_a_withdrawal_one_wins(cast: Cast) -> None:
    version = amended(cast)
    results = race(
        partial(
            services.accept_amendment,
            actor=cast.actor(cast.keene_representative),
            party=party_of(cast, "keene"),
            version=version,
        ),
        partial(
            services.withdraw_version,
            actor=cast.actor(cast.coordinator),
            version=version,
            reason="A wrong figure.",
        ),
    )
    version.refresh_from_db()
    assert sum(isinstance(one, Conflict) for one in results) == 1, results
    bound = Acceptance.objects.filter(version=version).exists()
    assert bound == (version.status == "proposed")


def test_of_two_counsel_who_save_at_once_one_is_told(cast: Cast) -> None:
    draft = services.begin_version(actor=cast.actor(cast.coordinator), agreement=cast.statewide)
    results = race(*(partial(saved, cast, draft, duration={"most_days": days}) for days in (3, 4)))
    draft.refresh_from_db()
    assert sum(isinstance(one, Conflict) for one in results) == 1, results
    assert draft.revision == 2


def test_of_two_who_begin_the_next_version_one_is_told(cast: Cast) -> None:
    actor = cast.actor(cast.coordinator)
    results = race(
        *(partial(services.begin_version, actor=actor, agreement=cast.statewide) for _ in range(2))
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1, results
    assert cast.statewide.versions.count() == 2
