"""Reasons people give: needed, short enough to read, kept as given."""

from __future__ import annotations

from muster.domain.failures import Invalid

LONGEST_REASON = 2_000


def required_reason(text: str, sentence: str = "Say why, in a few words.") -> str:
    """The reason without surrounding space. Raises Invalid when it is empty or too long."""
    reason = text.strip()
    if not reason:
        raise Invalid(sentence, fields={"reason": sentence})
    if len(reason) > LONGEST_REASON:
        too_long = f"Keep it under {LONGEST_REASON:,} characters; it has {len(reason):,}."
        raise Invalid(too_long, fields={"reason": too_long})
    return reason
