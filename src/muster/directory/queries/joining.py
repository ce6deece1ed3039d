"""Requests to join: who may see them, what they wait for, and which ways are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from muster.audit.queries import timeline
from muster.authz.actors import Actor, Duty
from muster.directory.actions import Action
from muster.directory.models import AffiliationProof, JoiningCode, JoiningRequest, Vouch
from muster.directory.queries.affiliation import domains_that_prove, proving_domain
from muster.directory.queries.offices import representatives
from muster.domain.affiliation import mail_domain

TOKEN_SALT = "directory.joining"  # noqa: S105 (what the token is for)
KEPT_OPEN = timedelta(days=30)
RENEWAL_KEPT_OPEN = timedelta(days=120)
UNCONFIRMED_KEPT = timedelta(days=2)

_WORDS: dict[str, str] = {
    Action.JOINING_ASKED: "Asked",
    Action.RENEWAL_ASKED: "Asked to prove it again",
    Action.ADDRESS_CONFIRMED: "Mail address confirmed",
    Action.CONSENT_ASKED: "The organization's own representative was asked",
    Action.CODE_ISSUED: "Code made, to a number or address published in",
    Action.CODE_LOCKED: "Code locked after too many wrong tries",
    Action.VOUCH_ASKED: "Asked to vouch",
    Action.VOUCH_CONFIRMED: "Vouched",
    Action.VOUCH_DECLINED: "Did not vouch",
    Action.JOINING_REFUSED: "Refused",
    Action.JOINING_WITHDRAWN: "Withdrawn",
    Action.JOINING_LAPSED: "Lapsed, because nobody went on with it",
    Action.AFFILIATION_PROVEN: "Proven",
    Action.AFFILIATION_REVOKED: "Proof revoked",
    Action.AFFILIATION_REMINDED: "Reminded that the proof ends",
    Action.ORGANIZATION_JOINED: "The organization became a member",
    Action.TENURE_OPENED: "Took up the office",
}


def page_token(request: JoiningRequest) -> str:
    """What opens the applicant's own page; only the hub can make it."""
    return signing.dumps(str(request.pk), salt=TOKEN_SALT, compress=False)


def request_by_token(token: str) -> JoiningRequest | None:
    try:
        key = signing.loads(token, salt=TOKEN_SALT)
    except signing.BadSignature:
        return None
    return _whole().filter(pk=key).first()


def applicant_path(request: JoiningRequest) -> str:
    """The path of the applicant's own page."""
    return reverse("directory:join_page", args=[page_token(request)])


def visible_requests(actor: Actor) -> QuerySet[JoiningRequest]:
    """All for coordinator and auditor; else those about, or asked of, one's own organizations.

    Only what a confirmed address stands behind reaches anybody outside the hub.
    """
    found = _whole()
    if actor.coordinates or actor.audits:
        return found
    own = actor.organizations_with()
    return found.filter(
        Q(organization__in=own) | Q(vouches__organization__in=own),
        mail_confirmed_at__isnull=False,
    ).distinct()


def undone_first(requests: QuerySet[JoiningRequest]) -> QuerySet[JoiningRequest]:
    """Open ones with a confirmed address, then other open ones, then the rest, newest first."""
    open_now = Q(status=JoiningRequest.Status.OPEN)
    return requests.annotate(
        turn=Case(
            When(open_now & Q(mail_confirmed_at__isnull=False), then=Value(0)),
            When(open_now, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    ).order_by("turn", "-asked_at", "-pk")


def filtered(
    requests: QuerySet[JoiningRequest], *, status: str = "", kind: str = "", q: str = ""
) -> QuerySet[JoiningRequest]:
    """Narrowed down by status, by `join` or `renew`, and by letters of a name.

    What is no status or kind narrows nothing.
    """
    if status in JoiningRequest.Status.values:
        requests = requests.filter(status=status)
    if kind in {"join", "renew"}:
        requests = requests.filter(renews__isnull=kind == "join")
    word = q.replace("\x00", "").strip()[:100]
    if word:
        requests = requests.filter(Q(organization__name__icontains=word) | Q(name__icontains=word))
    return requests


def waiting_for(actor: Actor) -> QuerySet[JoiningRequest]:
    """What waits for an answer by the offices the actor represents."""
    own = actor.organizations_with(Duty.REPRESENT)
    return (
        _whole()
        .filter(status=JoiningRequest.Status.OPEN, mail_confirmed_at__isnull=False)
        .filter(
            Q(organization__in=own, renews=None)
            | Q(vouches__organization__in=own, vouches__answer=Vouch.Answer.ASKED)
        )
        .distinct()
        .order_by("-asked_at")
    )


def needs_consent(request: JoiningRequest, *, at: datetime) -> bool:
    """Whether the organization has somebody who represents it, who then has to agree instead."""
    if request.renews_id:
        return False
    return representatives(request.organization_id, at=at).exists()


def live_code(request: JoiningRequest, *, at: datetime) -> JoiningCode | None:
    """The code that can be typed in now."""
    return request.codes.filter(used_at=None, ended_at=None, expires_at__gt=at).first()


@dataclass(frozen=True, slots=True)
class Ways:
    """How this request could be proven now.

    `mail` is the domain by which the applicant's address proves; `domains` are those it could
    have been at.
    """

    consent: bool
    mail: str
    domains: list[str]
    code: JoiningCode | None
    latest_code: JoiningCode | None
    vouches: list[Vouch]
    own_domain: str

    @property
    def standing_vouches(self) -> list[Vouch]:
        return [one for one in self.vouches if one.answer != Vouch.Answer.DECLINED]

    @property
    def places_left(self) -> int:
        return 2 - len(self.standing_vouches)


def ways_of(request: JoiningRequest, *, at: datetime) -> Ways:
    """Up to eight queries."""
    latest = request.codes.order_by("-issued_at").first()
    return Ways(
        consent=needs_consent(request, at=at),
        mail=proving_domain(request.organization, request.mail, request.office_title),
        domains=domains_that_prove(request.organization),
        code=live_code(request, at=at),
        latest_code=latest,
        vouches=list(
            request.vouches.select_related("organization", "answered_by").order_by("asked_at")
        ),
        own_domain=mail_domain(request.mail),
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: datetime
    what: str
    who: str
    detail: str


def history_of(request: JoiningRequest) -> list[Happened]:
    """What happened to it, in order."""
    return [
        Happened(
            at=event.occurred_at,
            what=_WORDS.get(event.action, event.action),
            who=event.actor_name,
            detail=str(event.facts.get("member") or event.facts.get("published_in") or ""),
        )
        for event in timeline(request.pk, organization_ids=None)
    ]


def proof_from(request: JoiningRequest) -> AffiliationProof | None:
    return AffiliationProof.objects.filter(request=request).select_related("office").first()


def _whole() -> QuerySet[JoiningRequest]:
    return JoiningRequest.objects.select_related(
        "organization__jurisdiction", "renews", "closed_by__organization"
    )
