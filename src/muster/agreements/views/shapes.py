"""Templates of agreements: which shapes there are, and what each says clause by clause."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muster.agreements.queries.reading import stewards_for
from muster.agreements.queries.shapes import shape, shapes
from muster.authz.requests import acting
from muster.domain.drafting.library import LIBRARY
from muster.domain.failures import NotFound


@login_required
@require_GET
def shape_list(request: HttpRequest) -> HttpResponse:
    return render(request, "agreements/shapes.html", {"shapes": shapes()})


@login_required
@require_GET
def shape_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every clause in plain language, with the values behind it that compute."""
    found = shape(slug)
    if found is None:
        raise NotFound("There is no template of this name.", "Choose one from the list.")
    clauses = [
        (
            clause,
            LIBRARY[clause.kind],
            [
                (one.label, one.said(clause.values[one.name]))
                for one in LIBRARY[clause.kind].parameters
            ],
        )
        for clause in found.draft.clauses
    ]
    return render(
        request,
        "agreements/shape.html",
        {
            "shape": found,
            "clauses": clauses,
            "may_begin": bool(stewards_for(acting(request))),
        },
    )
