"""Names for generated tests."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell the generated tests apart: pytest 9.2 drops the operation from their ids.

    Workers hand out tests by id and would run one of all namesakes.
    """
    for item in items:
        label = getattr(item, "operation_label", None)
        if label and label not in item.nodeid:
            item._id = item._id.with_params(label)
