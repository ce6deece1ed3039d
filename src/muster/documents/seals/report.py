"""What is found out about a seal, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """What the seal of a file is worth."""

    SOUND = "sound"
    CHANGED = "changed"
    STRANGER = "stranger"
    RETIRED = "retired"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


SENTENCES = {
    Standing.SOUND: "This hub sealed it, and not a byte has changed since.",
    Standing.CHANGED: "It carries our seal, but it is not the file we sealed. Do not rely on it.",
    Standing.STRANGER: "It is signed, but not by a key of this hub. Do not take it for ours.",
    Standing.RETIRED: "The key that sealed it was retired before; somebody may have stolen it. "
    "Do not rely on it; ask the hub.",
    Standing.UNSEALED: "It carries no seal. Anybody could have written it.",
    Standing.UNREADABLE: "This cannot be read as a PDF. Hand in the file itself, unchanged.",
}


DOUBTFUL = (
    "One of this hub's keys sealed it, and not a byte has changed since; but that key was retired "
    "later, and somebody else may have had it."
)


@dataclass(frozen=True, slots=True)
class SealReport:
    """`key_number` and `fingerprint` are of the hub's key; `sealed_at` is what the seal claims."""

    standing: Standing
    key_number: int | None = None
    fingerprint: str = ""
    sealed_at: datetime | None = None
    reason: str = ""
    remark: str = ""

    @property
    def doubtful(self) -> bool:
        """Sound by its own word only: made with a key that was retired later."""
        return self.standing is Standing.SOUND and bool(self.remark)

    @property
    def sentence(self) -> str:
        if self.doubtful:
            return DOUBTFUL
        return SENTENCES[self.standing]
