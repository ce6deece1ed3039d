"""What every answer carries: nobody frames it, sniffs it, stores it or runs a line in it."""

from __future__ import annotations

import re
import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.matrix.addresses import every_address
from tests.matrix.scenes import scene
from tests.support.cast import Cast
from tests.support.signed_in import client_of

INLINE = re.compile(rb"<script(?![^>]*\bsrc=)(?![^>]*application/)|\son\w+=|<style|\sstyle=", re.I)
IN_PRODUCTION = """
import os
os.environ.update(
    DATABASE_URL="postgresql:///x",
    MUSTER_SECRET_KEY="q8Zk1rT5vN2xB7mW0cJ4pL9dH3sF6gY-uE_aRiOtKnVbXzCwQyMl",
    MUSTER_ORIGIN="https://aid.example.gov", MUSTER_HOSTS="aid.example.gov",
    MUSTER_SECURITY_CONTACT="mailto:security@aid.example.gov",
)
from muster.config import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,
      s.SECURE_HSTS_SECONDS >= 31_536_000, s.SECURE_PROXY_SSL_HEADER is not None, s.DEBUG)
"""


def test_every_page_closes_what_a_browser_would_leave_open(cast: Cast) -> None:
    here, client, read = scene(cast, "bound"), client_of(cast.keene_representative), 0
    for address in every_address():
        if address.method != "GET":
            continue
        for values in here.values_for(address).values():
            with transaction.atomic():
                answer = client.get(address.path(values))
                transaction.set_rollback(True)
            policy = answer.headers.get("Content-Security-Policy", "")
            assert "frame-ancestors 'none'" in policy, address
            assert "unsafe" not in policy, address
            assert answer.headers.get("X-Frame-Options") == "DENY", address
            assert answer.headers.get("X-Content-Type-Options") == "nosniff", address
            assert answer.headers.get("Referrer-Policy") == "same-origin", address
            assert "camera=()" in answer.headers.get("Permissions-Policy", ""), address
            if str(answer.headers.get("Content-Type", "")).startswith("text/html"):
                read += 1
                found = INLINE.search(answer.content)
                assert not found, (address, found and found.group())
    assert read > 80


def test_what_is_personal_is_stored_nowhere(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    for page in ("/", "/requests/", f"/organizations/{cast.keene.slug}/"):
        assert "no-store" in client.get(page).headers["Cache-Control"], page


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast: Cast) -> None:
    client = Client()
    client.get("/account/login/")

    assert client.cookies["csrftoken"]["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")


def test_a_production_hub_sends_cookies_over_tls_only_and_says_so_for_a_year() -> None:
    said = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src", "PATH": ""},
    )
    assert said.stdout.split() == ["True"] * 5 + ["False"]
