"""The coordinator's board: every open request at once."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muster.aid.queries.match_tasks import under_way_together
from muster.aid.queries.pictures import counties_of, picture
from muster.aid.queries.progress import requests_with_progress
from muster.aid.queries.proposals import found_for
from muster.aid.queries.visibility import open_requests
from muster.authz.decisions import YES, no, require
from muster.authz.requests import acting
from muster.maps.plan import Marker


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    sees = YES if actor.coordinates or actor.audits else no("The board is the coordinator's.")
    require(sees, "Your own requests are on the start page.")
    everything = open_requests(actor)
    has_real = everything.filter(incident__exercise=False).exists()
    has_exercise = everything.filter(incident__exercise=True).exists()
    exercise = request.GET.get("exercise") == "yes" or (has_exercise and not has_real)
    # Figures of a drill never stand beside real ones.
    found = list(everything.filter(incident__exercise=exercise).order_by("opened_at", "number"))
    rows = requests_with_progress(found)
    matched = found_for(found)
    places = [
        (one.organization.name, one.organization.jurisdiction)
        for one in found
        if one.organization.jurisdiction
    ]
    markers = [
        Marker(territory.place, "victim", name) for name, territory in places if territory.place
    ]
    counties = counties_of(places[0][1].ocd_id) if places else []
    return render(
        request,
        "aid/board.html",
        {
            "rows": [(one, progress, matched.get(one.pk)) for one, progress in rows],
            "asked": sum(progress.asked for _, progress in rows),
            "bound": sum(progress.bound for _, progress in rows),
            "waiting": sum(progress.waiting for _, progress in rows),
            "open": sum(progress.open for _, progress in rows),
            "picture": picture(counties, markers, [], title="Who asks for help now"),
            "exercise": exercise,
            "has_exercise": has_exercise,
            "has_real": has_real,
            "may_match": actor.coordinates,
            "under_way": under_way_together(actor, found, exercise=exercise),
        },
    )
