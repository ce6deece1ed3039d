"""The token's own office, and what can be asked for."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from muster.api.schemas.identity import PositionOut, WhoAmI, position_out, who_am_i
from muster.api.tokens import token_of
from muster.domain.positions import POSITIONS

router = Router(tags=["Start here"])


@router.get("/whoami", response=WhoAmI, operation_id="whoami")
def whoami(request: HttpRequest) -> WhoAmI:
    """The office this token acts for, and what it may do for its organization."""
    return who_am_i(token_of(request))


@router.get("/positions", response=list[PositionOut], operation_id="list_positions", auth=None)
def list_positions(request: HttpRequest) -> list[PositionOut]:
    """Every job and piece of kit a request can name, with its NICE and RTLT ids. Public."""
    return [position_out(position) for position in POSITIONS]
