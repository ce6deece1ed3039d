"""The directory, in the civic data standard Popolo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from muster.api.tokens import actor_of
from muster.directory.queries.popolo import directory_as_popolo

router = Router(tags=["Directory"])


class PopoloQuery(Schema):
    """Whom the document names."""

    everybody: bool = Field(False, description="Also governments that are no members.")
    state: str = Field("", max_length=2, pattern="^[A-Za-z]{0,2}$", description="Such as TX.")


@router.get("/popolo", response=dict[str, Any], operation_id="directory_as_popolo")
def popolo(request: HttpRequest, query: Query[PopoloQuery]) -> dict[str, Any]:
    """Organizations, posts, who holds them, and territories, as one Popolo 1.0 document."""
    return directory_as_popolo(
        at=actor_of(request).at, everybody=query.everybody, state=query.state
    )
