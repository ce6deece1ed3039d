"""Characters that would make a name read other than it is written."""

from __future__ import annotations

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's bidirectional embeddings, overrides and isolates: they turn the text around them."""

TURNED = "This holds a hidden character that turns the reading direction. Type it anew."


def turns_direction(text: str) -> bool:
    """Whether a name holds one of them. Names in scripts written from right to left need none."""
    return not TURNING.isdisjoint(text)
