"""Putting off the collector of cyclic garbage."""

from __future__ import annotations

import gc

import pytest

from muster.aid.services.collecting import put_off


def test_nothing_is_collected_until_the_last_has_left() -> None:
    with put_off():
        with put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def failing() -> None:
    with put_off():
        raise ZeroDivisionError


def test_it_is_collected_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError):
        failing()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
