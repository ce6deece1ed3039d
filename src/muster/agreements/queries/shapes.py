"""Templates of agreements that ship with the hub: shapes seen in the field, in our own words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from muster.agreements.models import InstrumentKind
from muster.domain.drafting.drafts import Draft, read_draft


@dataclass(frozen=True, slots=True)
class Shape:
    """One template. `modeled_on` says where the shape was seen; the text is not theirs."""

    slug: str
    name: str
    kind: InstrumentKind
    summary: str
    modeled_on: str
    draft: Draft


@cache
def shapes() -> tuple[Shape, ...]:
    """All of them by name. Raises ValueError for a file that cannot be read, so that it is seen."""
    folder = files("muster.agreements").joinpath("shapes")
    found = [
        _shape(one.name.removesuffix(".toml"), one.read_text(encoding="utf-8"))
        for one in folder.iterdir()
        if one.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def shape(slug: str) -> Shape | None:
    return next((one for one in shapes() if one.slug == slug), None)


def _shape(slug: str, text: str) -> Shape:
    data = tomllib.loads(text)
    rows = [{"kind": kind, "values": values} for kind, values in data["clauses"].items()]
    draft, wrong = read_draft(rows)
    if wrong:
        first = wrong[0]
        raise ValueError(f"{slug}.toml, {first.kind} {first.parameter}: {first.sentence}")
    return Shape(
        slug=slug,
        name=data["name"],
        kind=InstrumentKind(data["kind"]),
        summary=data["summary"],
        modeled_on=data["modeled_on"],
        draft=draft,
    )
