"""Parts of lists, in an order that does not change between two calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from muster.api.schemas.base import Page, PageQuery

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Page)  # type: ignore[type-arg]


def part_of(rows: QuerySet[M], query: PageQuery, shape: type[P], build: Callable[[M], object]) -> P:
    """The asked part, each row built; `rows` has to be ordered, ties by id."""
    shown = rows[query.offset : query.offset + query.limit]
    return shape(
        items=[build(row) for row in shown],
        count=rows.count(),
        limit=query.limit,
        offset=query.offset,
    )
