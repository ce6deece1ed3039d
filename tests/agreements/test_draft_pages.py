"""The same in a browser without JavaScript: nothing typed is lost, strangers see nothing."""

from __future__ import annotations

import pytest
from tests.agreements.test_drafting import begun
from tests.agreements.test_proposing import amended, party_of
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.agreements.draft_forms import DraftForm, filled
from muster.agreements.models import Agreement, AgreementVersion, Invitation, Party
from muster.agreements.queries.shapes import shapes
from muster.agreements.queries.versions import draft_of

pytestmark = pytest.mark.django_db


def page(person: Person, address: str, *, status: int = 200) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def typed(version: AgreementVersion, **changes: object) -> dict[str, object]:
    """What a browser sends when the form of the draft is submitted as it stands."""
    values = {"seen": version.revision, "note": version.note, **filled(draft_of(version))}
    sent = {name: value for name, value in values.items() if value is not False}
    return {**{name: "on" if value is True else value for name, value in sent.items()}, **changes}


@pytest.mark.parametrize("shape", shapes(), ids=lambda one: one.slug)
def test_every_template_comes_back_from_its_own_form_unchanged(shape: object) -> None:
    draft = shape.draft  # type: ignore[attr-defined]
    values = {name: value for name, value in filled(draft).items() if value is not False}
    form = DraftForm({"seen": 1, "note": "", **values})
    assert form.is_valid(), form.errors
    from muster.domain.drafting.drafts import read_draft

    assert read_draft(form.rows()) == (draft, [])


def test_from_a_template_to_a_saved_draft(cast: Cast) -> None:
    denton = client_of(cast.denton_representative)
    assert "Begin an agreement from it" in page(
        cast.denton_representative, "/agreements/templates/two-party/"
    )
    answer = denton.post(
        "/agreements/new/?template=two-party",
        {
            "name": "Denton and Keene",
            "citation": "",
            "kind": "regional",
            "state": "TX",
            "steward": str(cast.denton.pk),
            "summary": "",
        },
    )
    assert answer.status_code == 302
    version = AgreementVersion.objects.get(agreement__name="Denton and Keene")
    address = answer.url
    saved = denton.post(address, typed(version, **{"duration-in": "on", "duration-most_days": "9"}))
    assert saved.status_code == 302
    version.refresh_from_db()
    assert draft_of(version).value("duration", "most_days") == 9  # type: ignore[arg-type]


def test_what_contradicts_is_said_and_everything_typed_is_kept(cast: Cast) -> None:
    version = begun(cast)
    address = f"/agreements/{version.agreement.slug}/draft/"
    answer = client_of(cast.coordinator).post(
        address,
        typed(
            version,
            **{
                "scope-statuses": ["title_32"],
                "refusal-recall_hours": "soon",
                "control-wording": "Our own words about control.",
            },
        ),
    )
    shown = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Guard members go on an order" in shown
    assert "Give a whole number of hours from 0 to 168" in shown
    assert 'value="soon"' in shown
    assert "Our own words about control." in shown
    version.refresh_from_db()
    assert version.revision == 1


def test_who_saves_over_another_is_told_and_keeps_what_was_typed(cast: Cast) -> None:
    version = begun(cast)
    address = f"/agreements/{version.agreement.slug}/draft/"
    coordinator = client_of(cast.coordinator)
    mine = typed(version, **{"control-wording": "Mine."})
    assert coordinator.post(address, typed(version, note="First.")).status_code == 302
    answer = coordinator.post(address, mine)
    assert answer.status_code == 409
    assert "Somebody else saved this draft" in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_a_draft_is_not_there_for_strangers(cast: Cast) -> None:
    version = begun(cast, steward=cast.denton)
    slug = version.agreement.slug
    for address in (f"/agreements/{slug}/", f"/agreements/{slug}/versions/1/"):
        page(cast.stranger, address, status=404)
        page(cast.denton_representative, address)
    assert version.agreement.name not in page(cast.stranger, "/agreements/")
    assert version.agreement.name in page(cast.denton_representative, "/agreements/")
    page(cast.stranger, f"/agreements/{slug}/draft/", status=404)


def test_a_party_reads_the_next_draft_and_may_not_change_it(cast: Cast) -> None:
    client_of(cast.coordinator).post("/agreements/statewide-aid/draft/begin/")
    assert "Nobody can sign it yet" in page(
        cast.keene_representative, "/agreements/statewide-aid/versions/2/"
    )
    page(cast.keene_representative, "/agreements/statewide-aid/draft/", status=403)


def test_invite_find_propose_and_read_side_by_side(cast: Cast) -> None:
    coordinator = client_of(cast.coordinator)
    version = begun(cast)
    slug = version.agreement.slug
    assert "Invite Keene" in page(cast.coordinator, f"/agreements/{slug}/parties/?q=keen")
    for town in ("keene", "denton-county"):
        coordinator.post(
            f"/agreements/{slug}/parties/", {"organization": town, "side": ["request", "assist"]}
        )
    assert Invitation.objects.filter(agreement=version.agreement).count() == 2
    empty = coordinator.post(f"/agreements/{slug}/draft/propose/", {"seen": 1})
    assert empty.status_code == 422
    sent = coordinator.post(f"/agreements/{slug}/draft/propose/", {"seen": 1, "confirm": "on"})
    assert sent.status_code == 302
    assert "can sign the accession" in page(cast.keene_representative, f"/agreements/{slug}/")


def test_an_amendment_is_accepted_with_both_texts_side_by_side(cast: Cast) -> None:
    amended(cast)
    shown = page(cast.keene_representative, "/agreements/statewide-aid/")
    assert "Version 2 waits for Keene" in shown
    address = "/agreements/statewide-aid/versions/2/accept/"
    side = page(cast.keene_representative, f"{address}?organization=keene")
    assert "<del>12</del>" in side
    assert "<ins>8</ins>" in side
    keene = client_of(cast.keene_representative)
    assert keene.post(address, {"organization": "keene"}).status_code == 422
    accepted = keene.post(address, {"organization": "keene", "confirm": "on"})
    assert accepted.status_code == 302
    assert "waits for Keene" not in page(cast.keene_representative, "/agreements/statewide-aid/")
    page(cast.stranger, f"{address}?organization=keene", status=404)


def test_versions_stand_side_by_side_for_everybody(cast: Cast) -> None:
    amended(cast)
    shown = page(cast.stranger, "/agreements/statewide-aid/versions/2/compare/")
    assert "2 clauses differ" in shown
    page(cast.stranger, "/agreements/statewide-aid/versions/2/compare/?with=x", status=404)
    assert "Nothing to compare" in page(
        cast.stranger, "/agreements/statewide-aid/versions/1/compare/"
    )


def test_leaving_and_staying_on_the_page(cast: Cast) -> None:
    keene = client_of(cast.keene_representative)
    address = "/agreements/statewide-aid/leave/"
    assert "With notice given now it leaves on" in page(
        cast.keene_representative, f"{address}?organization=keene"
    )
    assert keene.post(address, {"organization": "keene"}).status_code == 422
    assert keene.post(address, {"organization": "keene", "reason": "So."}).status_code == 302
    assert party_of(cast, "keene").notice_given_at is not None
    assert "Take the notice back" in page(cast.keene_representative, "/agreements/statewide-aid/")
    keene.post("/agreements/statewide-aid/stay/", {"organization": "keene"})
    assert party_of(cast, "keene").notice_given_at is None


def test_an_accession_to_a_text_that_was_withdrawn_meanwhile_is_refused(cast: Cast) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    version = amended(cast)
    keene = client_of(cast.keene_representative)
    said = {"organization": "keene", "act": "accession", "confirm": "on", "read": "2"}
    client_of(cast.coordinator).post(
        f"/agreements/statewide-aid/versions/{version.number}/withdraw/",
        {"reason": "A wrong figure."},
    )
    answer = keene.post("/agreements/statewide-aid/sign/", said)
    assert answer.status_code == 409
    assert "was withdrawn since you opened this page" in answer.content.decode()
    assert not Party.objects.filter(agreement=cast.statewide, organization=cast.keene).exists()


def test_a_discarded_draft_asks_once(cast: Cast) -> None:
    version = begun(cast)
    address = f"/agreements/{version.agreement.slug}/draft/discard/"
    assert "Nobody has been asked to sign it" in page(cast.coordinator, address)
    assert client_of(cast.coordinator).post(address, {"seen": "1"}).status_code == 302
    assert not Agreement.objects.filter(pk=version.agreement_id).exists()
