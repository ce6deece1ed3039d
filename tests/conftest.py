"""What every test may use: the database of the run, and the cast."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from tests.support import databases
from tests.support.cast import Cast, make_cast
from tests.support.embedded_plugin import CLUSTER_OF_THIS_RUN

from muster.aid.warm.keeping import keeper
from muster.authz.sight import open_this_process


def pytest_configure() -> None:
    """A run started in the background ignores Ctrl-C, and so would every program it starts."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: no migrations per run, and a flush that empties the chain.

    What a test reads itself is everything; what a page shows it is not.
    """
    CLUSTER_OF_THIS_RUN.start()
    open_this_process()
    with django_db_blocker.unblock(), databases.test_database(CLUSTER_OF_THIS_RUN) as name:
        patch = pytest.MonkeyPatch()
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda test: databases.empty(CLUSTER_OF_THIS_RUN, name),
        )
        yield
        patch.undo()


@pytest.fixture(autouse=True)
def nothing_is_kept_from_another_test() -> None:
    """Emptying tables leaves no trace a keeper could see."""
    keeper.forget()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in office and ready, with the papers signed."""
    return make_cast()
