"""What every agreement says to help from one organization to another, with who can supply what."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.agreements.supply import Supply, where_to_supply
from muster.authz.actors import Actor
from muster.directory.models import Office
from muster.directory.queries.offices import coordinators, representatives
from muster.domain.acts import ActKind
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.instruments import MissingAct

DECLARED = {ActKind.LOCAL_DECLARATION, ActKind.STATE_DECLARATION}
SIGNED = {ActKind.ACCESSION, ActKind.CLIENT_CONTRACT, ActKind.EMPLOYER_CONSENT}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A missing act, the offices on this hub that can supply or record it, and the actor's link."""

    act: MissingAct
    offices: tuple[Office, ...]
    link: Supply | None


@dataclass(frozen=True, slots=True)
class Answer:
    path: LegalPath
    lacking: tuple[Lacking, ...]


def answers_between(deployment: Deployment, *, actor: Actor, exercise: bool) -> list[Answer]:
    """The most usable agreement first."""
    # Compiled kernels take half a second to load; only who asks this waits for them.
    from muster.aid.warm.keeping import keeper

    book = keeper.ground(at=actor.at, exercise=exercise).book
    offices = {
        one: tuple(representatives(UUID(one), at=actor.at))
        for one in (deployment.requesting_id, deployment.assisting_id)
    }
    desk = tuple(coordinators(at=actor.at))
    return [
        Answer(
            path,
            tuple(
                Lacking(
                    act,
                    offices[act.organization_id] if act.kind in SIGNED else desk,
                    where_to_supply(
                        act, actor=actor, instrument_id=path.agreement_id, exercise=exercise
                    ),
                )
                for act in path.missing
            ),
        )
        for path in book.paths(deployment)
    ]
