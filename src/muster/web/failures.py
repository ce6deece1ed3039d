"""Turns the refusals of the use cases into pages, so that no view has to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from muster.domain.failures import Failure
from muster.web.errors import method_not_allowed
from muster.web.problems import problem_page

WHAT_TO_DO = "Go back, check what you entered and try again."


class FailureMiddleware:
    """Shows a `Failure` that no view caught, with its own status, sentence and way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            # Django's own refusal is an empty page.
            return method_not_allowed(request, response["Allow"].split(", "))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The problem page of a Failure; anything else goes on to the next in line."""
        if not isinstance(exception, Failure):
            return None
        return problem_page(
            request,
            status=exception.status,
            title=exception.title,
            detail=exception.sentence,
            what_to_do=exception.what_to_do or WHAT_TO_DO,
        )
