"""What reading one official file did, or would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from muster.directory.models import OfficialList
from muster.formats.official.reading import Refused

Step = Callable[[str], None]
"""Told what is being done next."""


@dataclass(slots=True)
class Loaded:
    """Counts of rows of the file; `refused` are those the directory has no use for, and why.

    `left_out` counts rows that are right but of no concern here, by what they are.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: list[Refused] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One file: `read` rows of which some changed the directory; seconds from bytes to commit."""

    list: OfficialList
    file_name: str
    vintage: str
    read: int
    added: int
    changed: int
    unchanged: int
    gone: int
    refused: tuple[Refused, ...]
    left_out: dict[str, int]
    seconds: float
    dry_run: bool

    @property
    def sentence(self) -> str:
        """What happened, for whoever started it."""
        if self.dry_run:
            verb = "would be "
        elif not (self.added or self.changed or self.gone):
            return f"Nothing changed: all {self.unchanged:,} rows were known."
        else:
            verb = ""
        parts = [f"{self.added:,} {verb}added", f"{self.changed:,} {verb}changed"]
        if self.gone:
            parts.append(f"{self.gone:,} {verb}marked as gone")
        return f"{', '.join(parts)}; {self.unchanged:,} unchanged."
