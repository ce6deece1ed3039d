"""Is this the paper the hub sealed? For everybody, without an account."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from muster.agreements.forms import SealForm
from muster.agreements.queries.papers import on_record
from muster.documents.seals.apart import LARGEST, check_apart
from muster.documents.seals.keys import KeyRing, KeysUnusable, pem_of
from muster.documents.seals.keys import fingerprint_of as fingerprint
from muster.documents.seals.ring import hub_ring
from muster.domain.failures import NotFound

TONES = {
    "sound": "success",
    "changed": "error",
    "stranger": "error",
    "retired": "error",
    "unsealed": "warning",
    "unreadable": "warning",
}


@never_cache
@require_http_methods(["GET", "POST"])
def seals(request: HttpRequest) -> HttpResponse:
    """What is handed in is looked at and forgotten."""
    form = SealForm(request.POST or None, request.FILES or None, largest=LARGEST)
    ring = _ring()
    shown: dict[str, Any] = {
        "form": form,
        "ring": ring,
        "root_fingerprint": fingerprint(ring.root) if ring else "",
        "report": None,
    }
    status = 200
    if request.method == "POST" and ring is not None:
        if form.is_valid():
            data = form.cleaned_data["file"].read()
            report = check_apart(data, settings.MUSTER_KEYS_DIR)
            shown |= {
                "report": report,
                "tone": "warning" if report.doubtful else TONES[report.standing],
                "on_record": on_record(sha256(data).hexdigest()),
            }
        else:
            status = 422
    return render(request, "agreements/seals.html", shown, status=status)


@require_GET
def root_certificate(request: HttpRequest) -> HttpResponse:
    """For whoever wants a PDF reader to trust the hub's seals."""
    ring = _ring()
    if ring is None:
        raise NotFound("This hub has no keys yet.", "Its papers carry no seal so far.")
    response = HttpResponse(pem_of(ring.root), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="muster-root.pem"'
    return response


def _ring() -> KeyRing | None:
    try:
        return hub_ring()
    except KeysUnusable:
        return None
