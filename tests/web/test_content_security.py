"""The content security policy lets in nothing inline and nothing from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/account/login/", "/verify/", "/seals/", "/nowhere/"]
)
def test_no_page_allows_inline_code_or_foreign_sources(client: Client, path: str) -> None:
    answer = client.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy
    text = answer.content.decode()
    assert " style=" not in text
    assert "onclick=" not in text
    assert "<script>" not in text


@pytest.mark.django_db
def test_a_refused_link_does_not_leave_its_secret_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/o/secret-of-a-link/")

    assert answer.status_code == 410
    assert "secret-of-a-link" not in caplog.text
