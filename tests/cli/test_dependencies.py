"""The bill of materials names every locked part with the hash it is checked against."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from muster.cli.dependencies import BROWSER_LOCK, PYTHON_LOCK, Advice, bill_of_materials


@pytest.fixture(scope="module")
def bill() -> str:
    return bill_of_materials()


def test_the_bill_is_cyclone_dx(bill: str) -> None:
    assert json.loads(bill)["specVersion"] == "1.6"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None


def test_every_locked_package_is_in_it_with_its_hashes(bill: str) -> None:
    parts = {one["purl"]: one for one in json.loads(bill)["components"]}
    locked = re.findall(r"^([\w.-]+)==(\S+)", PYTHON_LOCK.read_text(), re.MULTILINE)
    assert len(locked) > 20
    for name, version in locked:
        part = parts[f"pkg:pypi/{name}@{version}"]
        assert part["hashes"], name
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", PYTHON_LOCK.read_text()))
    assert hashes == {
        one["content"]
        for part in parts.values()
        for one in part["hashes"]
        if len(one["content"]) == 64
    }


def test_every_browser_part_is_in_it_and_no_test_tool(bill: str) -> None:
    parts = {one["name"] for one in json.loads(bill)["components"]}
    packages = json.loads(BROWSER_LOCK.read_text())["packages"]
    served = {
        place.rpartition("node_modules/")[2]
        for place, one in packages.items()
        if place and not one.get("dev")
    }
    assert served <= parts
    assert "axe-core" not in parts


def test_without_the_advisory_databases_nothing_is_claimed(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "muster.cli", "dependencies", "audit"],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": "src",
            "PATH": "",
            "HOME": str(tmp_path),
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
        },
    )
    assert said.returncode == 2
    assert "could not be asked" in said.stderr
    assert "Nothing is known about them either way" in said.stderr


def test_what_the_database_says_is_told_and_what_it_does_not_know_is_not_called_safe() -> None:
    told = Advice.of(
        [
            {"name": "good", "version": "1", "vulns": []},
            {
                "name": "bad",
                "version": "2",
                "vulns": [{"id": "PYSEC-0000-1", "fix_versions": ["3"]}],
            },
            {"name": "strange", "skip_reason": "not found"},
        ]
    )
    assert told.asked == 2
    assert told.lines == ["bad 2: PYSEC-0000-1, mended in 3"]
    assert told.unknown == ["strange"]
