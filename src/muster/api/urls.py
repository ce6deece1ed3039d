"""The API's addresses, each behind the door."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.urls import URLPattern

from muster.api.door import View, door
from muster.api.hub_api import api

app_name = "api"

urlpatterns = [
    URLPattern(
        pattern.pattern,
        door(
            cast("View", pattern.callback),
            partial(api.queries_of, str(pattern.pattern)),
            partial(api.operations_of, str(pattern.pattern)),
        ),
        name=pattern.name,
    )
    for pattern in api.urls[0]
    if isinstance(pattern, URLPattern)
]
