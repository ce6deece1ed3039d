"""Who acts on the command line: the person named with --as, with every office they hold now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from muster.domain.failures import NotFound

if TYPE_CHECKING:
    from muster.authz.actors import Actor

As: TypeAlias = Annotated[str, typer.Option("--as", help="E-mail address of who acts.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON only.")]


def acting_as(email: str) -> Actor:
    """Raises NotFound when nobody active here has this address."""
    from django.utils import timezone

    from muster.accounts.models import Person
    from muster.authz.actors import Source
    from muster.directory.queries import actor_for

    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NotFound(
            f"Nobody in this hub has the address {email}.",
            "Give the address somebody signs in with: --as name@town.example",
        )
    return actor_for(person, at=timezone.now(), source=Source.CLI)
