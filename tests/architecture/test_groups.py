"""Tests that share something costly run in one worker; the runner has to keep them together."""

from __future__ import annotations

import os

import pytest

pytestmark = pytest.mark.xdist_group("kept together")


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="this run has one process")
def test_a_test_of_a_group_carries_its_name_where_the_runner_looks(
    request: pytest.FixtureRequest,
) -> None:
    assert request.node.nodeid.endswith("@kept together")
