"""What is missing under an agreement, signed and joined by software."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.agreements.test_proposing import amended
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.software import Software, software_of

from muster.agreements.models import Party, SignedAct

CONTRACT = {"act": "client_contract"}


@pytest.fixture
def town(cast: Cast) -> Software:
    return software_of(cast.keene_representative)


def test_a_missing_act_is_listed_signed_once_and_gone(cast: Cast, town: Software) -> None:
    path, key = f"/agreements/{cast.corps_program.slug}", str(uuid4())
    [missing] = town.get(f"{path}/missing-acts").json()
    assert (missing["organization"]["name"], missing["act"]) == ("Keene", "client_contract")

    first, again = (town.post(f"{path}/signatures", CONTRACT, key=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["organization"]["name"] == "Keene"
    signed = SignedAct.objects.get()
    assert signed.organization == cast.keene
    assert signed.signed_by == cast.office(cast.keene_representative)
    assert town.get(f"{path}/missing-acts").json() == []
    assert town.post(f"{path}/signatures", CONTRACT).status_code == 409


def test_a_signature_that_is_not_due_is_refused_and_writes_nothing(
    cast: Cast, town: Software
) -> None:
    before = row_counts()
    corps, statewide = cast.corps_program.slug, cast.statewide.slug
    contact = software_of(cast.keene_contact)
    before = row_counts()

    refused = [
        town.post(f"/agreements/{corps}/signatures", {"act": "state_declaration"}),
        town.post(f"/agreements/{corps}/signatures", {"act": "a promise"}),
        town.post(f"/agreements/{statewide}/signatures", CONTRACT),
        town.post("/agreements/no-such-thing/signatures", CONTRACT),
        contact.post(f"/agreements/{corps}/signatures", CONTRACT),
    ]

    assert [answer.status_code for answer in refused] == [422, 422, 409, 404, 403]
    assert {answer["Content-Type"] for answer in refused} == {"application/problem+json"}
    assert row_counts() == before


def test_a_town_accedes_to_what_is_open_and_only_once(cast: Cast, town: Software) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    path = f"/agreements/{cast.statewide.slug}"
    [missing] = town.get(f"{path}/missing-acts").json()
    assert missing["act"] == "accession"

    joined = town.post(f"{path}/accede")

    assert (joined.status_code, joined.json()["agreement"]) == (201, cast.statewide.slug)
    assert Party.objects.filter(agreement=cast.statewide, organization=cast.keene).exists()
    assert town.post(f"{path}/accede").status_code == 409


def test_a_version_is_accepted_and_notice_given(cast: Cast, town: Software) -> None:
    amended(cast)
    path = f"/agreements/{cast.statewide.slug}"
    assert [one["accepted"] for one in town.get(f"{path}/versions").json()] == [4, 0]

    accepted = town.post(f"{path}/versions/2/accept")
    assert (accepted.status_code, accepted.json()["version"]) == (201, 2)
    assert town.post(f"{path}/versions/2/accept").status_code == 409
    assert town.post(f"{path}/versions/9/accept").status_code == 404
    assert town.post(f"{path}/notice", {"reason": "The council decided so."}).status_code == 200
    assert town.post(f"{path}/notice", {"reason": "Again."}).status_code == 409


def test_nobody_accedes_to_an_agreement_that_names_its_parties(cast: Cast, town: Software) -> None:
    refused = town.post(f"/agreements/{cast.guard_order.slug}/accede")

    assert refused.status_code == 403
    assert "names its parties" in refused.json()["detail"]
    assert town.post("/agreements/no-such-thing/accede").status_code == 404
    assert town.get("/agreements/no-such-thing/missing-acts").status_code == 404
