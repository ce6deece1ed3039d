"""What acts that are missing would change, asked on the page of the proposal."""

from __future__ import annotations

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.aid.models import MatchRun, Request
from muster.domain.clauses import ClauseKind
from muster.domain.coverage import ActKind, Side

pytestmark = pytest.mark.django_db


def waiting_for_consent(cast: Cast) -> Request:
    """Keene asks; of Denton's and Johnson's people every employer's consent is missing."""
    terms = {"act": ActKind.EMPLOYER_CONSENT, "side": Side.ASSISTING, "supplier": "the employer"}
    cast.statewide.clauses.create(
        order=9,
        kind=ClauseKind.REQUIRED_ACT,
        terms=terms,
        wording="Demonstration text.",
        citation="s 9",
    )
    request = road.asked(cast, make.line(make.DIRECTORY, 3), make.line(make.REBUILD, 3))
    road.proposed(cast, request)
    return request


def page(person: Person, request: Request, query: str = "", *, status: int = 200) -> str:
    answer = client_of(person).get(f"/requests/{request.number}/match/{query}")
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_town_is_told_what_everybodys_and_what_one_signature_would_change(cast: Cast) -> None:
    request = waiting_for_consent(cast)
    runs = MatchRun.objects.count()
    town = cast.keene_representative

    shown = page(town, request)
    one = f"?what_if=employer_consent&amp;by={cast.johnson.pk}"
    assert 'href="?what_if=employer_consent"' in shown
    assert one in shown

    everybody = page(town, request, "?what_if=employer_consent")
    assert "With every employer&#x27;s consent that is missing, 6 of 6" in everybody
    alone = page(town, request, one.replace("&amp;", "&"))
    assert "3 of 6 could be filled instead of 0" in alone
    assert "With the employer&#x27;s consent that" in alone
    assert MatchRun.objects.count() == runs


def test_acts_that_move_nothing_are_said_to_move_nothing(cast: Cast) -> None:
    told = page(cast.coordinator, waiting_for_consent(cast), "?what_if=state_declaration")
    assert "0 of 6 could be filled, as many as now" in told


def test_an_organization_that_is_not_shown_as_lacking_it_cannot_be_asked_about(
    cast: Cast,
) -> None:
    request = waiting_for_consent(cast)
    for by in (cast.guard.pk, "nonsense", cast.keene.pk):
        told = page(
            cast.keene_representative, request, f"?what_if=employer_consent&by={by}", status=404
        )
        assert "Match again" in told


def test_what_is_no_act_is_passed_over(cast: Cast) -> None:
    told = page(cast.keene_representative, waiting_for_consent(cast), "?what_if=magic")
    assert "could be filled" not in told
