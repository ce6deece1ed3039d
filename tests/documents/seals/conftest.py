"""A ring of keys and a paper, made once: keys of this size take a second."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from muster.documents.seals.keys import KeyRing
from muster.documents.typst_pdf import render_pdf

NOW = datetime.now(UTC)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "ring"


@pytest.fixture(scope="session")
def ring(folder: Path) -> KeyRing:
    return KeyRing.make(folder, "Synthetic Hub", NOW)


@pytest.fixture(scope="session")
def paper() -> bytes:
    return render_pdf(
        source="= Agreement\n\nThree pages. #pagebreak() Two. #pagebreak() Three.",
        data={},
        title="Agreement",
        issued_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
