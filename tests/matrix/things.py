"""One of everything that stands beside the road and can be named in an address. Synthetic."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.agreements.declaring import declared
from tests.support import joining
from tests.support.cast import Cast
from tests.support.passkey import passkey_data
from tests.support.software import software_of

from muster.agreements.models import (
    Acceptance,
    AgreementVersion,
    Declaration,
    DeclarationDocument,
    DraftComment,
    Invitation,
    SignedAct,
    SignedPaper,
)
from muster.authz.secrets import digest
from muster.directory.models import (
    AffiliationProof,
    ApiToken,
    Delegation,
    DomainClaim,
    Import,
    ImportTask,
    JoiningCode,
    JoiningRequest,
    OfficialList,
    OnCallShift,
    RotaChange,
    Tenure,
    Vouch,
)
from muster.domain.acts import ActKind
from muster.responders.models import Absence, HomeFloor

MAIL = "aaaa"


def values_beside_the_road(cast: Cast) -> dict[str, str]:
    """What stands for each argument, by its name or, where that says too little, by what stands
    before it in the address: `agreements/<slug>`."""
    declaration = declared(cast)
    return {
        **_addresses(cast),
        **_offices(cast),
        **_rota(cast),
        **_joining(cast),
        **_lists(cast),
        **_agreements(cast),
        "declaration_id": str(declaration.pk),
        "document_id": _document(declaration),
        "absence_id": str(
            Absence.objects.create(
                responder=cast.denton_staff[0],
                during=DateTimeTZRange(
                    cast.now + timedelta(days=300), cast.now + timedelta(days=310)
                ),
            ).pk
        ),
        "floor_id": str(
            HomeFloor.objects.create(organization=cast.denton, position="incident-lead", keep=1).pk
        ),
        "kit_id": str(cast.denton_laptops.pk),
        "responder_id": str(cast.denton_staff[1].pk),
        "outbox/<message_id>": _mail(),
        **_ways_in(cast),
    }


def _addresses(cast: Cast) -> dict[str, str]:
    return {
        "slug": cast.keene.slug,
        "helper": cast.denton.slug,
        "ticket": "notaticket",
        "secret": "nosuchlink",
        "token": "nosuchlink",
        "receipt": "nosuchreceipt",
        "templates/<slug>": "la-porte-12h",
        "agreements/<slug>": cast.statewide.slug,
    }


def _offices(cast: Cast) -> dict[str, str]:
    office, contact = cast.office(cast.keene_representative), cast.office(cast.keene_contact)
    software_of(cast.keene_representative)
    delegation = Delegation.objects.create(
        giver=office,
        receiver=contact,
        authorities=["request_aid"],
        during=DateTimeTZRange(cast.now + timedelta(days=20), cast.now + timedelta(days=30)),
        reason="Away (synthetic)",
        given_by_name="Keene Representative",
    )
    return {
        "office_id": str(office.pk),
        "token_id": str(ApiToken.objects.get(office=office).pk),
        "tenure_id": str(Tenure.objects.get(office=contact).pk),
        "delegation_id": str(delegation.pk),
    }


def _ways_in(cast: Cast) -> dict[str, str]:
    """The passkey of somebody without a column: who has one is asked for it everywhere."""
    key = Authenticator.objects.create(
        user=cast.keene_contact, type=Authenticator.Type.WEBAUTHN, data=passkey_data()
    )
    session = UserSession.objects.create(
        user=cast.keene_representative, ip="127.0.0.1", session_key="elsewhere"
    )
    return {"keys/<pk>": str(key.pk), "session_id": str(session.pk)}


def _rota(cast: Cast) -> dict[str, str]:
    change = RotaChange.objects.create(
        organization=cast.keene, kind="added", at=cast.now, by_name="Keene Contact"
    )
    shift = OnCallShift.objects.create(
        organization=cast.keene,
        office=cast.office(cast.keene_contact),
        during=DateTimeTZRange(cast.now + timedelta(days=1), cast.now + timedelta(days=2)),
        added_in=change,
    )
    return {"shift_id": str(shift.pk), "change_id": str(change.pk)}


def _joining(cast: Cast) -> dict[str, str]:
    known = joining.alvarado()
    request = joining.confirmed(known, cast.now)
    code = JoiningCode.objects.create(
        request=request,
        kind="phone",
        reached_at="817 555 0134",
        published_in="The city's own page (synthetic)",
        digest=digest("code"),
        issued_at=cast.now,
        expires_at=cast.now + timedelta(days=1),
        issued_by=cast.office(cast.coordinator),
        issuer_name="Coordinator",
    )
    vouch = Vouch.objects.create(
        request=request, asking=known, organization=cast.denton, place=1, asked_at=cast.now
    )
    return {
        "for/<slug>": known.slug,
        "joining/<request_id>": str(request.pk),
        "code_id": str(code.pk),
        "vouch_id": str(vouch.pk),
        "proof_id": _proof(cast),
        "claim_id": str(
            DomainClaim.objects.create(
                organization=cast.keene,
                domain="keene.example",
                published_in="The city's letterhead (synthetic)",
                recorded_at=cast.now,
                recorded_by=cast.office(cast.coordinator),
                recorder_name="Coordinator",
            ).pk
        ),
    }


def _proof(cast: Cast) -> str:
    office = cast.office(cast.keene_representative)
    asked = JoiningRequest.objects.create(
        organization=cast.keene,
        office_title="Chief Information Officer",
        duties=["represent"],
        name="Keene Representative",
        mail="keene@synthetic.example",
        phone="817 555 0135",
        asked_at=cast.now,
        status="proven",
        mail_confirmed_at=cast.now,
        closed_at=cast.now,
    )
    proof = AffiliationProof.objects.create(
        organization=cast.keene,
        office=office,
        request=asked,
        way="domain_mail",
        domain="keene.example",
        proven_at=cast.now,
        recorder_name="the hub",
        expires_on=date(2040, 1, 1),
    )
    return str(proof.pk)


def _lists(cast: Cast) -> dict[str, str]:
    kept = Import.objects.create(
        list=OfficialList.choices[0][0],
        file_name="current-full.csv",
        digest="0" * 64,
        imported_at=cast.now,
        read=1,
        added=1,
        changed=0,
        unchanged=0,
        gone=0,
        seconds=1.0,
    )
    task = ImportTask.objects.create(
        file_name="current-full.csv",
        data=b"",
        asked_by=cast.coordinator,
        asked_at=cast.now,
        ended_at=cast.now,
        outcome={},
        kept=kept,
    )
    return {
        "tasks/<task_id>": str(task.pk),
        "import_id": str(kept.pk),
        "domain_id": str(joining.listed("keene-tx.example", None).pk),
    }


def _agreements(cast: Cast) -> dict[str, str]:
    text = AgreementVersion.objects.get(agreement=cast.statewide)
    act = SignedAct.objects.create(
        kind=ActKind.CLIENT_CONTRACT,
        agreement=cast.corps_program,
        organization=cast.lubbock,
        during=DateTimeTZRange(cast.now - timedelta(days=1), cast.now + timedelta(days=300)),
        reference="Contract 7 (synthetic)",
        signed_by=cast.office(cast.stranger),
        signer_name="Lubbock Representative",
    )
    paper = SignedPaper.objects.create(
        form="scan",
        acceptance=Acceptance.objects.filter(party__organization=cast.keene).first(),
        media_type="application/pdf",
        pages=1,
        sha256=hashlib.sha256(b"%PDF-").hexdigest(),
        data=b"%PDF-",
        made_at=cast.now,
    )
    comment = DraftComment.objects.create(
        version=text,
        clause="",
        text="Who pays for fuel? (synthetic)",
        written_at=cast.now,
        office=cast.office(cast.keene_representative),
        author_name="Keene Representative",
    )
    invited = Invitation.objects.create(
        agreement=cast.guard_order, organization=cast.denton, invited_at=cast.now
    )
    return {
        "versions/<number>": str(text.number),
        "act_id": str(act.pk),
        "paper_id": str(paper.pk),
        "comment_id": str(comment.pk),
        "invitation_id": str(invited.pk),
    }


def _document(declaration: Declaration) -> str:
    document = DeclarationDocument.objects.create(
        declaration=declaration,
        media_type="application/pdf",
        pages=1,
        sha256=hashlib.sha256(b"%PDF-").hexdigest(),
        data=b"%PDF-",
        added_at=declaration.during.lower,
    )
    return str(document.pk)


def _mail() -> str:
    folder = Path(settings.MUSTER_OUTBOX)
    found = next(iter(sorted(folder.glob("*.eml"))), None) if folder.is_dir() else None
    return found.stem if found else MAIL
