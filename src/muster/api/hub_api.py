"""The API put together, and its description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from muster import __version__
from muster.api import (
    agreements,
    commitments,
    directory,
    identity,
    lines,
    match_tasks,
    matches,
    missions,
    offers,
    requests,
)
from muster.api.door import WRITES
from muster.api.problems import MEDIA_TYPE, handle_problems
from muster.api.schemas.base import Problem
from muster.api.scopes import SCOPE_OF
from muster.api.tokens import Token
from muster.web.idempotency import HEADER, LONGEST_KEY

DESCRIPTION = """Mutual aid for government technology, from asking for help to the mission order.

Every call carries `Authorization: Bearer muster_…`, a token an organization issues for one of its
offices and for a purpose: each operation names the scope it needs. Answers say how many calls of
this minute are left. Send an `Idempotency-Key` with every POST and PATCH: the same key and body are
carried out once and answered twice. What goes wrong is told as problem+json in sentences."""

PROBLEMS = {
    400: "The request cannot be read",
    401: "The token is unknown, over, or its office is empty",
    403: "You may not do this; the detail says who may",
    404: "It does not exist, or you may not know that it does",
    409: "Somebody else was faster, or the thing has moved on",
    410: "It once worked and is over",
    413: "More text than the hub takes at once",
    415: "Not JSON",
    422: "Some fields need another look; `errors` names them",
    429: "Too many calls in this minute; Retry-After says how many seconds to wait",
}


_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


class HubApi(NinjaAPI):
    """Ninja's, with the problems and the idempotency key in the description."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        components = schema["components"]
        described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        components["schemas"] |= described.pop("$defs") | {"Problem": described}
        components["parameters"] = {"IdempotencyKey": _key_parameter()}
        components["responses"] = {f"Problem{n}": _answer(said) for n, said in PROBLEMS.items()}
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(method, operation)
        return schema

    def queries_of(self, route: str) -> frozenset[str]:
        """What may follow the question mark of one address; `route` as Django writes it."""
        return self._queries.get("/" + _ARGUMENT.sub(r"{\1}", route), frozenset())

    def operations_of(self, route: str) -> Mapping[str, str]:
        """The operation behind each method of one address."""
        return self._operations.get("/" + _ARGUMENT.sub(r"{\1}", route), {})

    @cached_property
    def _operations(self) -> dict[str, dict[str, str]]:
        paths = super().get_openapi_schema(path_prefix="/")["paths"]
        return {
            path: {method.upper(): one["operationId"] for method, one in operations.items()}
            for path, operations in paths.items()
        }

    @cached_property
    def _queries(self) -> dict[str, frozenset[str]]:
        paths = super().get_openapi_schema(path_prefix="/")["paths"]
        return {
            path: frozenset(
                parameter["name"]
                for operation in operations.values()
                for parameter in operation.get("parameters", ())
                if parameter["in"] == "query"
            )
            for path, operations in paths.items()
        }


def is_behind_the_door(operation: Mapping[str, Any]) -> bool:
    """Whether an operation, as the description has it, asks for a token."""
    return "security" in operation


def _complete(method: str, operation: dict[str, Any]) -> None:
    needs = "Needs no token."
    if is_behind_the_door(operation):
        scope = SCOPE_OF[operation["operationId"]]
        operation["x-muster-scope"] = scope.value
        needs = f"Needs the scope `{scope.value}`."
    operation["description"] = f"{operation.get('description', '')}\n\n{needs}".strip()
    for status in PROBLEMS:
        operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    if method.upper() in WRITES:
        operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})


def _key_parameter() -> dict[str, Any]:
    return {
        "name": HEADER,
        "in": "header",
        "required": False,
        "description": "A fresh UUID per intention, so that a repeated call does nothing twice.",
        "schema": {"type": "string", "maxLength": LONGEST_KEY},
    }


def _answer(said: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


api = HubApi(
    title="Muster",
    version=__version__,
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    auth=Token(),
)
handle_problems(api)
api.add_router("", identity.router)
api.add_router("/requests", requests.router)
api.add_router("/requests", lines.router)
api.add_router("/requests", matches.router)
api.add_router("/match-tasks", match_tasks.router)
api.add_router("/requests", offers.sending)
api.add_router("/offers", offers.router)
api.add_router("/commitments", commitments.router)
api.add_router("/missions", missions.router)
api.add_router("", agreements.router)
api.add_router("/directory", directory.router)
