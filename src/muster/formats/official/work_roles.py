"""NICE Framework components as NIST's reference tool hands them out in JSON: the work roles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muster.formats.official.reading import (
    LARGEST,
    FileError,
    Reading,
    Refused,
    RowError,
    refused_row,
)
from muster.formats.official.unpacking import text_of

_FILE = "the NICE Framework components in JSON, as NIST's reference tool exports them"
_ROLE = re.compile(r"[A-Z]{2}-WRL-\d{3}")


@dataclass(frozen=True, slots=True)
class WorkRole:
    """A role by its id such as PD-WRL-003, in the category that the id begins with."""

    id: str
    name: str
    category: str
    description: str


def read_work_roles(data: bytes, limit: int = LARGEST) -> Reading[WorkRole]:
    """Roles by id; `vintage` is the version of the framework. Raises FileError."""
    try:
        found = json.loads(text_of(data, limit))
        inner = found["response"]["elements"] if "response" in found else found
        elements, [document, *_] = inner["elements"], inner["documents"]
        version = str(document["version"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileError(f"The file is not what was expected. Expected is {_FILE}.") from error
    if not isinstance(elements, list):
        raise FileError(f"The file lists no elements. Expected is {_FILE}.")
    refused: list[Refused] = []
    roles: dict[str, WorkRole] = {}
    places: dict[str, int] = {}
    categories = _categories(elements)
    for number, element in enumerate(elements, start=1):
        if not isinstance(element, dict) or element.get("element_type") != "work_role":
            continue
        try:
            role = _role(element, categories)
            if role.id in roles:
                raise RowError(f"{role.id} stands twice; the first is kept.")
            roles[role.id], places[role.id] = role, number
        except RowError as why:
            refused.append(refused_row(number, str(element.get("title", "")), str(why)))
    if not roles:
        raise FileError(f"The file holds no work role. Expected is {_FILE}.")
    ids = sorted(roles)
    lines = tuple(places[key] for key in ids)
    return Reading(tuple(roles[key] for key in ids), lines, tuple(refused), version)


def _categories(elements: list[Any]) -> dict[str, str]:
    return {
        str(one.get("element_identifier")): str(one.get("title", ""))
        for one in elements
        if isinstance(one, dict) and one.get("element_type") == "category"
    }


def _role(element: Mapping[str, Any], categories: Mapping[str, str]) -> WorkRole:
    role_id = str(element.get("element_identifier", ""))
    name = str(element.get("title", "")).strip()
    if not _ROLE.fullmatch(role_id):
        raise RowError(f'"{role_id}" is no id of a work role such as PD-WRL-003.')
    if not name:
        raise RowError(f"{role_id} has no title.")
    category = categories.get(role_id[:2], role_id[:2])
    return WorkRole(role_id, name, category, str(element.get("text", "")).strip())
