"""Words for territories and acts."""

from __future__ import annotations

from django import template

from muster.agreements.queries import act_in_words
from muster.agreements.queries.declarations import territory_in_words
from muster.domain.acts import ActKind

register = template.Library()

register.filter("territory", territory_in_words)


@register.filter
def act_words(kind: str) -> str:
    return act_in_words(ActKind(kind))
