"""The smallest body an operation of the API accepts, made from its own description.

Only its form is right: what it names need not exist. That is enough to get past the reading of
the body and to the question whether this one may.
"""

from __future__ import annotations

from typing import Any

from muster.api.hub_api import api

MOMENT = "2026-03-01T02:30:00-06:00"
NOBODY = "00000000-0000-7000-8000-000000000000"


def smallest_body(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return None if schema is None else _smallest(schema)


def _smallest(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _smallest(_named(schema["$ref"]))
    if "allOf" in schema:
        return _smallest(schema["allOf"][0])
    if "anyOf" in schema:
        return _smallest(schema["anyOf"][0])
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    return _of_type(schema)


def _of_type(schema: dict[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", ())
            return {name: _smallest(schema["properties"][name]) for name in wanted}
        case "array":
            return [_smallest(schema["items"])] * schema.get("minItems", 0)
        case "string":
            by_format = {"uuid": NOBODY, "date-time": MOMENT, "date": MOMENT[:10]}
            return by_format.get(schema.get("format", ""), "x" * schema.get("minLength", 1))
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
    return None


def _named(reference: str) -> dict[str, Any]:
    schemas: dict[str, Any] = api.get_openapi_schema()["components"]["schemas"]
    found: dict[str, Any] = schemas[reference.rsplit("/", 1)[-1]]
    return found
