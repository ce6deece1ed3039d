"""Recording an act of somebody outside the hub, and withdrawing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from muster.accounts.step_up import fresh
from muster.agreements import services
from muster.agreements.forms import RecordActForm, WithdrawForm
from muster.agreements.models import SignedAct
from muster.agreements.policies import may_record_act, may_withdraw_act
from muster.agreements.queries import act_in_words, exercise_here
from muster.agreements.queries.reading import visible_agreement
from muster.agreements.services import ActFacts
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.acts import RECORDED_ACTS, ActKind
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """What was ordered or asked, by whom, and until when."""
    actor = acting(request)
    agreement = visible_agreement(actor, slug)
    said = request.POST if request.method == "POST" else request.GET
    kind = _kind(said.get("act", ""))
    organization = get_object_or_404(Organization, slug=said.get("organization", ""))
    require(may_record_act(actor, kind, organization))
    form = RecordActForm(
        request.POST or None,
        initial={
            "act": kind.value,
            "organization": organization.slug,
            "effective": actor.at,
            "exercise": bool(said.get("exercise")),
        },
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_act(
                actor=actor,
                agreement=agreement,
                organization=organization,
                kind=kind,
                facts=ActFacts(
                    issued_by=data["issued_by"],
                    reference=data["reference"],
                    effective=data["effective"],
                    expires=data["expires"],
                    exercise=form.exercise_said,
                ),
            )
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, "On record. Match the open requests again.")
            return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/record_act.html",
        {
            "agreement": agreement,
            "organization": organization,
            "form": form,
            "act": act_in_words(kind),
            "demo": exercise_here(),
        },
        status=status if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def withdraw(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Ask why, then take it back."""
    actor = acting(request)
    act = get_object_or_404(
        SignedAct.objects.select_related("agreement", "organization"),
        pk=act_id,
        kind__in=[kind.value for kind in RECORDED_ACTS],
    )
    agreement = visible_agreement(actor, act.agreement.slug)
    require(may_withdraw_act(actor, act))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_act(actor=actor, act=act, **form.cleaned_data)
        messages.success(request, "Withdrawn. It counts for nothing from now on.")
        return redirect("agreements:agreement", agreement.slug)
    return render(
        request,
        "agreements/withdraw_act.html",
        {
            "agreement": agreement,
            "act": act,
            "form": form,
            "words": act_in_words(ActKind(act.kind)),
        },
        status=422 if form.errors else 200,
    )


def _kind(said: str) -> ActKind:
    if said not in RECORDED_ACTS:
        raise Invalid("That is not an act one records here.", "Open the agreement and sign there.")
    return ActKind(said)
