"""The same POST twice does a thing once and answers twice.

The key row is written in the transaction of the work itself: a second sender waits on the
unique index until the first has committed, then gets the first's answer.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from muster.domain.failures import Conflict, Invalid
from muster.web.models import IdempotentReply

FIELD = "idempotency_key"
DEADLOCK = "40P01"
HEADER = "Idempotency-Key"
LONGEST_KEY = 80
KEPT = timedelta(days=2)

View = Callable[..., HttpResponse]


def idempotent(view: View) -> View:
    """Replay the stored answer when a POST with the same key comes again.

    Keyless requests run as they are. Answers of 400 and above are not stored and their writes
    are undone. Raises Conflict when a key is used for a different request.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        return once(request, key, lambda: view(request, *args, **kwargs))

    return run


def once(request: HttpRequest, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Run `work` under the key, or give the answer it gave before."""
    scope = _scope(request)
    digest = _digest(request)
    stored = IdempotentReply.objects.filter(key=key, scope=scope).first()
    if stored is None:
        try:
            with transaction.atomic():
                row = IdempotentReply.objects.create(
                    key=key, scope=scope, request_digest=digest, created_at=timezone.now()
                )
                response = work()
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                else:
                    _store(row, response)
                return response
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
                raise
            raise Conflict(
                "Somebody else changed the same thing at the same moment.",
                "Nothing was done. Send it again.",
            ) from error
        except IntegrityError:
            stored = IdempotentReply.objects.filter(key=key, scope=scope).first()
            if stored is None:
                raise
    if stored.request_digest != digest:
        raise Conflict(
            "This idempotency key was used for a different request.",
            "Use a new key for a new request.",
        )
    return _replay(stored)


def forget_old() -> int:
    """Drop answers nobody will ask for again; answers how many."""
    dropped, _ = IdempotentReply.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return dropped


def _key(request: HttpRequest) -> str:
    key = request.headers.get(HEADER, "") or request.POST.get(FIELD, "")
    if len(key) > LONGEST_KEY:
        raise Invalid(f"An idempotency key has at most {LONGEST_KEY} characters.", "Use a UUID.")
    return key


def _scope(request: HttpRequest) -> str:
    who = request.headers.get("Authorization", "") or str(getattr(request.user, "pk", "") or "")
    return f"{hashlib.sha256(who.encode()).hexdigest()[:32]} {request.method} {request.path}"[:300]


def _digest(request: HttpRequest) -> str:
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        fields = sorted(
            (name, tuple(values))
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
        )
        digest = hashlib.sha256(repr(fields).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name} {file.name} {file.size}".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
        return digest.hexdigest()
    return hashlib.sha256(request.body).hexdigest()


def _store(row: IdempotentReply, response: HttpResponse) -> None:
    row.status = response.status_code
    row.location = response.get("Location", "")
    row.content_type = response.get("Content-Type", "")
    row.body = bytes(response.content)
    row.save()


def _replay(stored: IdempotentReply) -> HttpResponse:
    status = stored.status or HTTPStatus.OK
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return HttpResponseRedirect(stored.location)
    response = HttpResponse(bytes(stored.body), status=status, content_type=stored.content_type)
    if stored.location:
        response["Location"] = stored.location
    response["Idempotent-Replay"] = "true"
    return response
