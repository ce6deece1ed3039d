"""Traffic Light Protocol 2.0 (FIRST, 2022): who may be shown what."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """The labels, from the freest to the tightest."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


LABEL_MEANINGS = {
    Label.CLEAR: "TLP:CLEAR. Anyone may know.",
    Label.GREEN: "TLP:GREEN. Within the community, not in public.",
    Label.AMBER: "TLP:AMBER. Need to know, within your organization and those it serves.",
    Label.AMBER_STRICT: "TLP:AMBER+STRICT. Need to know, within your organization only.",
    Label.RED: "TLP:RED. Only the people it was given to.",
}

_TIGHTNESS = {label: rank for rank, label in enumerate(Label)}


def tightest(*labels: Label) -> Label:
    """The label a document made of several parts carries. Raises ValueError on none."""
    return max(labels, key=_TIGHTNESS.__getitem__)


def may_reach(label: Label, audience: Label) -> bool:
    """Whether material under `label` may go to a channel cleared for up to `audience`."""
    return _TIGHTNESS[label] <= _TIGHTNESS[audience]
