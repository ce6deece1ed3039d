"""Words for positions and levels."""

from __future__ import annotations

from django import template

from muster.domain.positions import BY_CODE, CREDENTIAL_LEVEL_NAMES, CredentialLevel

register = template.Library()


@register.filter
def position_title(code: str) -> str:
    known = BY_CODE.get(code)
    return known.title if known else code


@register.filter
def level_name(level: int) -> str:
    return CREDENTIAL_LEVEL_NAMES[CredentialLevel(level)]
