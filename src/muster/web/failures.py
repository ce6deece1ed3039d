"""Turns the refusals of the use cases into pages, so that no view has to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import resolve_url

from muster.domain.failures import Conflict, Failure, Invalid, TooMany
from muster.web.advice import advice
from muster.web.errors import method_not_allowed
from muster.web.navigation import signed_in
from muster.web.problems import problem_page
from muster.web.resubmission import signed_out_page, typed_values

_ABOUT_INPUT = {Conflict.status, Invalid.status}


class FailureMiddleware:
    """Shows a `Failure` that no view caught, with its own status, sentence and way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            # Django's own refusal is an empty page.
            return method_not_allowed(request, response["Allow"].split(", "))
        if was_sent_to_sign_in(request, response):
            return signed_out_page(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The problem page of a Failure; anything else goes on to the next in line."""
        if not isinstance(exception, Failure):
            return None
        response = problem_page(
            request,
            status=exception.status,
            title=exception.title,
            detail=exception.sentence,
            what_to_do=exception.what_to_do or advice(request, exception.status),
            typed=typed_values(request) if exception.status in _ABOUT_INPUT else (),
        )
        if isinstance(exception, TooMany):
            response["Retry-After"] = str(exception.retry_after)
        return response


def was_sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody without a session sent a form, or a page tried to update itself.

    Django answers both with a redirect to the sign-in page: the first would throw away what was
    typed, the second would put the sign-in page into the middle of another one.
    """
    if response.status_code != 302 or signed_in(request):
        return False
    partial = request.headers.get("HX-Request") == "true"
    if request.method != "POST" and not partial:
        return False
    target = urlsplit(response["Location"]).path
    return target == resolve_url(settings.LOGIN_URL) != request.path
