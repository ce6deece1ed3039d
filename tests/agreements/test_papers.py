"""The paper of a signature: sealed by the hub, or the scan of one made by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader
from tests.documents.test_scans import PHOTO, pdf
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.agreements import jobs, services
from muster.agreements.models import Acceptance, Party, SignedAct, SignedPaper
from muster.directory.models import Tenure
from muster.documents.seals.checking import check
from muster.documents.seals.keys import KeyRing, KeysUnusable
from muster.documents.seals.report import Standing
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys") / "ring"
    KeyRing.make(made, "Synthetic Hub", datetime.now().astimezone())
    return made


@pytest.fixture
def keyed(cast: Cast, settings: Any, folder: Path) -> Cast:
    """A hub with keys; Keene is no party of the statewide agreement yet."""
    settings.MUSTER_KEYS_DIR = folder
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    return cast


def acceded(cast: Cast) -> Acceptance:
    party = services.accede(
        actor=cast.actor(cast.keene_representative),
        agreement=cast.statewide,
        organization=cast.keene,
    )
    return party.acceptances.get()


def test_an_accession_is_sealed_with_its_clauses_and_who_signed(keyed: Cast, folder: Path) -> None:
    acceptance = acceded(keyed)
    jobs.seal_acceptance(acceptance_id=str(acceptance.pk))
    jobs.seal_acceptance(acceptance_id=str(acceptance.pk))

    paper = SignedPaper.objects.get()
    data = bytes(paper.data)
    report = check(data, KeyRing(folder))
    assert report.standing is Standing.SOUND
    assert report.reason.startswith("Accession of Keene: Statewide Aid, version 1")
    reader = PdfReader(BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert paper.pages == len(reader.pages)
    for said in ("Keene Representative", "Chief Information Officer", "Leaving", "/seals/"):
        assert said in text, said
    assert "/MarkInfo" in reader.trailer["/Root"]


def test_a_client_contract_is_sealed_too(keyed: Cast) -> None:
    act = services.sign_act(
        actor=keyed.actor(keyed.keene_representative),
        agreement=keyed.corps_program,
        organization=keyed.keene,
        kind=ActKind.CLIENT_CONTRACT,
    )
    jobs.seal_act(act_id=str(act.pk))
    assert SignedPaper.objects.get().act == act


def test_without_keys_the_signature_counts_and_its_paper_waits(
    keyed: Cast, settings: Any, tmp_path: Path, folder: Path
) -> None:
    settings.MUSTER_KEYS_DIR, settings.DEMO = tmp_path, False
    acceptance = acceded(keyed)
    with pytest.raises(KeysUnusable):
        jobs.seal_acceptance(acceptance_id=str(acceptance.pk))
    assert not SignedPaper.objects.exists()
    settings.MUSTER_KEYS_DIR = folder
    jobs.seal_what_waits(0)
    assert SignedPaper.objects.get().acceptance == acceptance


def test_the_paper_is_fetched_by_its_own_people_and_is_not_there_for_others(keyed: Cast) -> None:
    jobs.seal_acceptance(acceptance_id=str(acceded(keyed).pk))
    paper = SignedPaper.objects.get()
    keene = client_of(keyed.keene_representative)
    assert f"/papers/{paper.pk}/" in keene.get("/agreements/statewide-aid/").content.decode()
    answer = keene.get(f"/papers/{paper.pk}/")
    assert answer.content == bytes(paper.data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of(keyed.stranger).get(f"/papers/{paper.pk}/").status_code == 404
    assert client_of(keyed.auditor).get(f"/papers/{paper.pk}/").status_code == 200


def test_anybody_checks_a_paper_and_learns_whether_the_hub_keeps_it(
    keyed: Cast, client: Any
) -> None:
    page = client.get("/seals/").content.decode()
    assert "What a seal proves" in page
    jobs.seal_acceptance(acceptance_id=str(acceded(keyed).pk))
    data = bytes(SignedPaper.objects.get().data)

    def handed_in(content: bytes) -> str:
        file = SimpleUploadedFile("paper.pdf", content, "application/pdf")
        answer = client.post("/seals/", {"file": file})
        assert answer.status_code in {200, 422}
        return str(answer.content.decode())

    assert "not a byte has changed since" in handed_in(data)
    assert "keeps exactly this file on record" in handed_in(data)
    assert "it is not the file we sealed" in handed_in(data.replace(b"pdfuaid", b"pdfuaix"))
    assert "It carries no seal" in handed_in(pdf())
    assert "cannot be read as a PDF" in handed_in(b"hello")
    assert "The file is empty" in handed_in(b"")
    assert client.get("/seals/root.pem").content.startswith(b"-----BEGIN CERTIFICATE")


def test_a_hub_without_keys_says_that_nothing_is_sealed(
    cast: Cast, settings: Any, tmp_path: Path, client: Any
) -> None:
    settings.MUSTER_KEYS_DIR, settings.DEMO = tmp_path, False
    assert "none of its papers is sealed" in client.get("/seals/").content.decode()
    assert client.get("/seals/root.pem").status_code == 404


def on_paper(cast: Cast, **changes: Any) -> Acceptance:
    values: dict[str, Any] = {
        "actor": cast.actor(cast.coordinator),
        "agreement": cast.statewide,
        "organization": cast.keene,
        "office": cast.office(cast.keene_representative),
        "signed_at": cast.now - timedelta(days=2),
        "file": PHOTO,
        **changes,
    }
    return services.accede_on_paper(**values)


def test_a_signature_by_hand_binds_the_office_from_now_on(keyed: Cast) -> None:
    acceptance = on_paper(keyed)
    assert acceptance.signer_name == "Keene Representative"
    assert acceptance.accepted_at == keyed.now - timedelta(days=2)
    assert acceptance.effective == keyed.now
    scan = SignedPaper.objects.get()
    assert (scan.form, scan.media_type, bytes(scan.data)) == ("scan", "image/jpeg", PHOTO)
    jobs.seal_what_waits(0)
    assert SignedPaper.objects.count() == 1, "the paper itself is the proof"


def test_a_signature_after_the_tenure_ended_is_refused(keyed: Cast) -> None:
    tenure = Tenure.objects.get(person=keyed.keene_representative)
    left = keyed.now - timedelta(days=3)
    tenure.during = type(tenure.during)(tenure.during.lower, left)
    tenure.save()
    office = tenure.office
    with refused(Invalid, "Nobody held the office Chief Information Officer on"):
        on_paper(keyed, office=office)
    gone = keyed.actor(keyed.keene_representative)
    with refused(Refused, "Only an authorized representative of Keene"):
        services.accede(actor=gone, agreement=keyed.statewide, organization=keyed.keene)
    assert on_paper(keyed, office=office, signed_at=left - timedelta(days=1)).signer_name


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"signed_at": datetime(2100, 1, 1).astimezone()}, "in the future"),
        ({"signed_at": datetime(2019, 1, 1).astimezone()}, "Nobody held the office"),
        ({"file": pdf(300)}, "This PDF has 300 pages"),
        ({"file": b"MZ"}, "Only a PDF, a PNG or a JPEG"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(
    keyed: Cast, changes: dict[str, Any], said: str
) -> None:
    with refused(Invalid, said):
        on_paper(keyed, **changes)


def test_an_office_that_cannot_bind_or_of_another_town_is_refused(keyed: Cast) -> None:
    for person in (keyed.keene_contact, keyed.denton_representative):
        with refused(Invalid, "Choose an office of Keene that can bind it"):
            on_paper(keyed, office=keyed.office(person))


def test_strangers_record_no_paper_and_nobody_joins_what_names_its_parties(keyed: Cast) -> None:
    with refused(Refused, "records a paper signed by hand"):
        on_paper(keyed, actor=keyed.actor(keyed.denton_representative))
    with refused(Conflict, "names its parties"):
        on_paper(keyed, agreement=keyed.guard_order)


def test_on_the_page_a_bad_file_keeps_what_was_typed(keyed: Cast) -> None:
    keene = client_of(keyed.keene_representative)
    address = "/agreements/statewide-aid/on-paper/"
    assert (
        "signed Statewide Aid by hand"
        in keene.get(f"{address}?organization=keene").content.decode()
    )
    typed = {
        "organization": "keene",
        "office": str(keyed.office(keyed.keene_representative).pk),
        "signed_at": f"{keyed.now - timedelta(days=1):%Y-%m-%dT%H:%M}",
    }
    many = SimpleUploadedFile("all.pdf", pdf(300), "application/pdf")
    bad = keene.post(address, {**typed, "file": many})
    assert bad.status_code == 422
    assert "This PDF has 300 pages" in bad.content.decode()
    assert typed["signed_at"] in bad.content.decode()
    good = SimpleUploadedFile("signed.jpg", PHOTO, "image/jpeg")
    assert keene.post(address, {**typed, "file": good}).status_code == 302
    assert Party.objects.filter(agreement=keyed.statewide, organization=keyed.keene).exists()


def test_an_act_signed_before_papers_were_kept_gets_none(cast: Cast) -> None:
    SignedAct.objects.create(
        kind="client_contract",
        agreement=cast.corps_program,
        organization=cast.keene,
        during=cast.statewide.in_force,
        reference="older",
    )
    jobs.seal_what_waits(0)
    assert not SignedPaper.objects.exists()
