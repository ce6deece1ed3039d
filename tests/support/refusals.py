"""A refusal is a sentence, a status and nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps

from muster.domain.failures import Failure
from muster.web.models import RateCount


def row_counts() -> dict[str, int]:
    """How many rows every table of Muster and of the queue holds, but for the counts of calls."""
    return {
        model._meta.label: model._default_manager.count()
        for config in apps.get_app_configs()
        if config.name.startswith(("muster.", "procrastinate"))
        for model in config.get_models(include_auto_created=True)
        if (model._meta.managed or config.name.startswith("muster.")) and model is not RateCount
    }


@contextmanager
def refused(kind: type[Failure], saying: str = "") -> Iterator[pytest.ExceptionInfo[Failure]]:
    """The block raises exactly this kind of failure, with these words, and writes nothing."""
    before = row_counts()
    with pytest.raises(kind) as caught:
        yield caught
    assert type(caught.value) is kind
    assert 400 <= kind.status < 500
    said = (
        f"{caught.value.sentence} {caught.value.what_to_do} {getattr(caught.value, 'fields', '')}"
    )
    assert saying in said, said
    assert row_counts() == before
