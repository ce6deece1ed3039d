"""Where the public data sets lie that tests check against but the repository never holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def atlas_path() -> Path:
    """County shapes of us-atlas; skips the test when the set-up has not copied them."""
    override = os.environ.get("MUSTER_ATLAS")
    default = CHECKOUT / "var" / "browser" / "us-atlas" / "counties-10m.json"
    return _present(Path(override) if override else default, "MUSTER_ATLAS")


def shared_data(name: str) -> Path:
    """A file of the shared data sets, as in `directory/county_adjacency.csv.gz`, or a skip."""
    override = os.environ.get("MUSTER_REAL_DATA")
    root = Path(override) if override else CHECKOUT.parent / "shared" / "data"
    return _present(root / name, "MUSTER_REAL_DATA")


def _present(path: Path, variable: str) -> Path:
    if not path.is_file():
        pytest.skip(f"NOT CHECKED: {path} is missing. Copy it there or set {variable}.")
    return path
