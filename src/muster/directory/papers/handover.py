"""The handover pack of an office as a PDF."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from django.utils import timezone

from muster.directory.queries.handover import HandoverPack
from muster.documents.typst_pdf import render_pdf


def render_handover(pack: HandoverPack) -> bytes:
    """US Letter pages as an accessible PDF. Raises DocumentError when it cannot be laid out."""
    office = pack.office
    desk = pack.desk
    return render_pdf(
        source=files(__package__).joinpath("handover.typ").read_text("utf-8"),
        data={
            "office": office.title,
            "organization": office.organization.name,
            "made": _day(pack.made_at),
            "holders": pack.holders,
            "authorities": office.authority_names,
            "phone": office.phone,
            "mail": office.mail,
            "promises": [
                {
                    "kind": one.kind,
                    "title": one.title,
                    "due": _day(one.due) if one.due else "no date",
                }
                for one in pack.promises
            ],
            "others": [
                {
                    "title": one.title,
                    "holders": ", ".join(names) or "vacant",
                    "reach": ", ".join(part for part in (one.phone, one.mail) if part),
                }
                for one, names in pack.others
            ],
            "neighbors": [one.name for one in pack.neighbors],
            "desk": f"{desk}, {desk.phone}" if desk else "",
            "steps": [
                {"day": f"{one.day:%B} {one.day.day}", "text": one.text} for one in pack.steps
            ],
        },
        title=f"Handover: {office.title}, {office.organization.name}",
        issued_at=pack.made_at,
    )


def _day(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{here:%B} {here.day}, {here.year}"
