"""Who acts on the command line: the person named with --as, with every office they hold now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from muster.domain.failures import Invalid, NotFound

if TYPE_CHECKING:
    from muster.authz.actors import Actor
    from muster.directory.models import Organization

As: TypeAlias = Annotated[str, typer.Option("--as", help="E-mail address of who acts.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON only.")]


def acting_as(email: str) -> Actor:
    """Raises NotFound when nobody active here has this address."""
    from django.utils import timezone

    from muster.accounts.models import Person
    from muster.authz.actors import Source
    from muster.directory.queries.actors import actor_for

    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NotFound(
            f"Nobody in this hub has the address {email}.",
            "Give the address somebody signs in with: --as name@town.example",
        )
    return actor_for(person, at=timezone.now(), source=Source.CLI)


def organization_of(actor: Actor, slug: str, hint: str) -> Organization:
    """The organization the actor speaks for: the one named, else the only one.

    `hint` says how to name one of several; their short names follow it.
    """
    from muster.authz.actors import Duty
    from muster.directory.models import Organization

    own = Organization.objects.filter(
        pk__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    ).order_by("name")
    found = list(own.filter(slug=slug) if slug else own)
    if len(found) == 1:
        return found[0]
    if slug or not found:
        raise NotFound(
            f"{actor.name} holds no office that could speak for it.",
            "Act as an authorized representative of the organization.",
        )
    names = ", ".join(one.slug for one in found)
    raise Invalid("You speak for several organizations.", f"{hint}: {names}.")


def exercise_here(said: bool | None) -> bool:
    """Whether something new is an exercise; a demo hub takes nothing else.

    `said` is None when nobody said it. Raises Invalid for a real thing on a demo hub.
    """
    from django.conf import settings

    if settings.DEMO and said is False:
        raise Invalid(
            "This is a demo hub and sends nobody.",
            "Leave it out, and it is an exercise.",
            fields={"exercise": "Nothing real can be put into a demo hub."},
        )
    return bool(settings.DEMO or said)
