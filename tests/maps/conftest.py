"""A small synthetic map: two squares side by side, and one with a hole that another fills."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [-100, 30]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[30, 0], [10, 0], [0, 10], [-10, 0], [0, -10]],
        [[32, 2], [0, 4], [4, 0], [0, -4], [-4, 0]],
        [[50, 0], [0, 0]],
    ],
    "objects": {
        "counties": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "id": "91001",
                    "properties": {"name": "West"},
                    "arcs": [[0, 1]],
                },
                {
                    "type": "MultiPolygon",
                    "id": "91003",
                    "properties": {"name": "East"},
                    "arcs": [[[5]], [[2, -1]]],
                },
                {
                    "type": "Polygon",
                    "id": "91005",
                    "properties": {"name": "Ring & Frame"},
                    "arcs": [[3], [4]],
                },
                {
                    "type": "Polygon",
                    "id": "92001",
                    "properties": {"name": "Enclave"},
                    "arcs": [[-5]],
                },
            ],
        },
        "states": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "id": "91",
                    "properties": {"name": "Synthetic"},
                    "arcs": [[1, 2]],
                }
            ],
        },
    },
}


@pytest.fixture
def squares(tmp_path: Path) -> Path:
    """The synthetic map as a file."""
    path = tmp_path / "squares.json"
    path.write_text(json.dumps(SQUARES))
    return path
