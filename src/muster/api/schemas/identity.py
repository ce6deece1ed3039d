"""Who the token acts for, and the positions that can be asked for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.api.schemas.base import OrganizationRef, Out
from muster.directory.models import ApiToken
from muster.domain.positions import Position


class WhoAmI(Out):
    """The office behind the token. Its authority ends with the tenure of its holder."""

    office_id: UUID
    office: str
    organization: OrganizationRef
    duties: list[str]
    token_purpose: str
    token_expires_at: datetime


class PositionOut(Out):
    """One line a town can ask for: a job, or an item of kit."""

    code: str
    title: str
    aid_kind: str
    does: str
    nice_ids: list[str]
    rtlt_id: str


def who_am_i(token: ApiToken) -> WhoAmI:
    organization = token.office.organization
    return WhoAmI(
        office_id=token.office_id,
        office=token.office.title,
        organization=OrganizationRef(id=organization.pk, name=organization.name),
        duties=sorted(token.office.duties),
        token_purpose=token.purpose,
        token_expires_at=token.expires_at,
    )


def position_out(position: Position) -> PositionOut:
    return PositionOut(
        code=position.code,
        title=position.title,
        aid_kind=position.aid_kind.value,
        does=position.does,
        nice_ids=list(position.nice_ids),
        rtlt_id=position.rtlt_id,
    )
