"""Sealing and checking one agreement, beside `openssl` signing and verifying the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from muster.documents.seals.checking import check
from muster.documents.seals.keys import KeyRing
from muster.documents.seals.sealing import seal
from muster.documents.typst_pdf import render_pdf

TIMES = 9


def main() -> None:
    """Medians of nine; a new process of openssl is part of what it takes there."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    ring = KeyRing.make(folder / "ring", "Synthetic Hub", datetime.now(UTC))
    paper = render_pdf(
        source="= Agreement\n" + "#lorem(900) #pagebreak()\n" * 3,
        data={},
        title="Agreement",
        issued_at=datetime.now(UTC),
    )
    sealed = seal(paper, reason="bench", ring=ring)
    ours = _took(lambda: seal(paper, reason="bench", ring=ring)), _took(lambda: check(sealed, ring))
    print(f"{len(paper):,} bytes: sealed in {ours[0]:.0f} ms, checked in {ours[1]:.0f} ms")
    if shutil.which("openssl") is None:
        print("NOT COMPARED with openssl: it is not installed.")
        return
    theirs = _openssl(folder, paper)
    print(
        f"openssl cms: signed in {theirs[0]:.0f} ms, verified in {theirs[1]:.0f} ms; "
        f"the seal takes {ours[0] / theirs[0]:.1f} and {ours[1] / theirs[1]:.1f} times as long, "
        "and lays out the file and looks for changes besides"
    )


def _openssl(folder: Path, paper: bytes) -> tuple[float, float]:
    (folder / "paper.pdf").write_bytes(paper)
    key, certificate = folder / "ring" / "sealing-001.key", folder / "ring" / "sealing-001.pem"
    signed = folder / "paper.p7s"
    common = ["-binary", "-outform", "DER"]

    def run(*arguments: str) -> None:
        subprocess.run(["openssl", "cms", *arguments], check=True, capture_output=True)

    def sign() -> None:
        run("-sign", "-in", str(folder / "paper.pdf"), "-signer", str(certificate), "-inkey",
            str(key), "-md", "sha256", "-out", str(signed), *common)  # fmt: skip

    def verify() -> None:
        run("-verify", "-inform", "DER", "-in", str(signed), "-content", str(folder / "paper.pdf"),
            "-binary", "-CAfile", str(folder / "ring" / "root.pem"), "-purpose", "any")  # fmt: skip

    return _took(sign), _took(verify)


def _took(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        clock = perf_counter()
        work()
        times.append((perf_counter() - clock) * 1000)
    return median(times)


if __name__ == "__main__":
    main()
