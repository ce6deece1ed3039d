"""The ways a use case can say no, each with a sentence and what to do next.

Pages and the API turn them into the status in `status`; nothing else raises a 4xx.
"""

from __future__ import annotations

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 (a refusal that is expected is no error)
    """Base of all expected refusals.

    `sentence` says what happened, `what_to_do` what comes next.
    """

    status = 400
    title = "That did not work"

    def __init__(self, sentence: str, what_to_do: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.what_to_do = what_to_do


class Refused(Failure):
    """The actor is known here but may not do this."""

    status = 403
    title = "You may not do this"


class NotFound(Failure):
    """It does not exist, or the actor may not know that it does."""

    status = 404
    title = "Not found"


class Conflict(Failure):
    """Somebody else was faster, or the thing has moved on."""

    status = 409
    title = "This has changed since you opened it"


class Gone(Failure):
    """A link or claim that once worked and is over."""

    status = 410
    title = "This link is no longer valid"


class Invalid(Failure):
    """The input cannot be used as given. `fields` maps input names to sentences."""

    status = 422
    title = "Please check what you entered"

    def __init__(
        self, sentence: str, what_to_do: str = "", *, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence, what_to_do)
        self.fields = dict(fields or {})


class TooMany(Failure):
    """Tried too often in a short time. `retry_after` is in seconds."""

    status = 429
    title = "Too many tries"

    def __init__(self, sentence: str, what_to_do: str = "", *, retry_after: int) -> None:
        super().__init__(sentence, what_to_do)
        self.retry_after = retry_after
