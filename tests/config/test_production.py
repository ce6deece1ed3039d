"""A hub that is not safe does not start, and says all that is wrong at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from muster.config.environment import secret
from muster.config.production import DEMO_KEY, refuse_an_unsafe_hub

SAFE: dict[str, Any] = {
    "secret_key": "q8Zk1rT5vN2xB7mW0cJ4pL9dH3sF6gY-uE_aRiOtKnVbXzCwQyMl",
    "debug": False,
    "origin": "https://aid.example.gov",
    "hosts": ["aid.example.gov"],
    "security_contact": "mailto:security@aid.example.gov",
}


def test_a_safe_hub_starts() -> None:
    refuse_an_unsafe_hub(**SAFE)
    refuse_an_unsafe_hub(**SAFE | {"origin": "http://127.0.0.1:8000", "hosts": ["127.0.0.1"]})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secret_key": DEMO_KEY}, "a demo's key, which everybody knows"),
        ({"secret_key": "django-insecure-" + "x8Zk1rT5vN" * 5}, "everybody knows"),
        ({"secret_key": "short"}, "too easy to guess"),
        ({"secret_key": "ab" * 40}, "too easy to guess"),
        ({"debug": True}, "never runs with DEBUG"),
        ({"origin": "http://aid.example.gov"}, "has to begin with https://"),
        ({"origin": "https://aid.example.gov/muster"}, "ends after the host name"),
        ({"hosts": ["*"]}, "a wildcard"),
        ({"hosts": [".example.gov"]}, "a wildcard"),
        ({"hosts": ["other.example.gov"]}, "has to name aid.example.gov"),
        ({"security_contact": ""}, "Set MUSTER_SECURITY_CONTACT"),
    ],
)
def test_what_is_unsafe_is_refused_with_a_sentence(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"not safe to start") as refusal:
        refuse_an_unsafe_hub(**SAFE | changes)
    assert said in str(refusal.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_an_unsafe_hub(**SAFE | {"secret_key": DEMO_KEY, "debug": True, "hosts": ["*"]})
    assert all(word in str(refusal.value) for word in ("demo's key", "DEBUG", "wildcard"))


def test_the_command_says_it_and_writes_nothing(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "muster.cli", "migrate"],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": "src",
            "PATH": "",
            "MUSTER_VAR": str(tmp_path),
            "DATABASE_URL": "postgresql://127.0.0.1:1/none",
            "MUSTER_SECRET_KEY": DEMO_KEY,
            "MUSTER_ORIGIN": "https://aid.example.gov",
            "MUSTER_HOSTS": "aid.example.gov",
        },
    )
    assert said.returncode == 2
    assert "everybody knows" in said.stderr
    assert DEMO_KEY not in said.stderr
    assert not list(tmp_path.iterdir())


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "key"
    kept.write_text("from a file\n")
    monkeypatch.setenv("MUSTER_THING_FILE", str(kept))
    assert secret("MUSTER_THING") == "from a file"
    monkeypatch.setenv("MUSTER_THING", "from the environment")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        secret("MUSTER_THING")
    monkeypatch.delenv("MUSTER_THING")
    kept.write_text(" ")
    with pytest.raises(ImproperlyConfigured, match="empty file"):
        secret("MUSTER_THING")
    kept.unlink()
    with pytest.raises(ImproperlyConfigured, match="MUSTER_THING_FILE cannot be read"):
        secret("MUSTER_THING")
