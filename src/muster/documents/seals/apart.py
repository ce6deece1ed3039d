"""Checking a seal in a process of its own, with limits on time and memory: `check_apart`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from muster.documents.apart import answer_apart, read_within_limits
from muster.documents.seals.keys import KeyRing
from muster.documents.seals.report import SealReport, Standing

LARGEST: Final = 20_000_000


def check_apart(pdf: bytes, folder: Path) -> SealReport:
    """The same as `check`, for files of strangers: one that hangs or swells harms nobody else.

    Raises Conflict when others keep all places busy.
    """
    if len(pdf) > LARGEST:
        return SealReport(Standing.UNREADABLE, remark="It is larger than 20 MB.")
    row = answer_apart("muster.documents.seals.apart", pdf, str(folder))
    if row is None:
        return SealReport(Standing.UNREADABLE, remark="It takes too long or too much to read.")
    sealed_at = datetime.fromisoformat(row["sealed_at"]) if row["sealed_at"] else None
    return SealReport(**{**row, "standing": Standing(row["standing"]), "sealed_at": sealed_at})


def _main(folder: Path) -> None:
    from muster.documents.seals.checking import check

    report = check(read_within_limits(), KeyRing(folder))
    print(
        json.dumps(
            {
                "standing": report.standing.value,
                "key_number": report.key_number,
                "fingerprint": report.fingerprint,
                "sealed_at": report.sealed_at.isoformat() if report.sealed_at else "",
                "reason": report.reason,
                "remark": report.remark,
            }
        )
    )


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
