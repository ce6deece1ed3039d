"""`muster agreement …`: the legal ground, and signing what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.acting import As, AsJson, acting_as, exercise_here, organization_of
from muster.cli.environment import hub
from muster.cli.moments import moment_option
from muster.cli.printing import print_rows
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.failures import NotFound

if TYPE_CHECKING:
    from muster.agreements.models import Agreement, Party
    from muster.authz.actors import Actor

app = typer.Typer(no_args_is_help=True)
Slug = Annotated[str, typer.Argument(help="From: ./muster agreement list")]
For = Annotated[
    str, typer.Option("--for", help="The organization's short name, if you speak for several.")
]
NAME_ONE = "Name one with --for"


@app.command("list")
def list_agreements(email: As, as_json: AsJson = False) -> None:
    """Agreements in force."""
    with hub():
        from muster.agreements.queries import agreements_in_force

        found = agreements_in_force(at=acting_as(email).at).order_by("name")
        rows = [
            {"agreement": one.slug, "name": one.name, "kind": one.kind, "citation": one.citation}
            for one in found
        ]
    print_rows("Agreements in force", rows, as_json=as_json)


@app.command("templates")
def list_templates(
    slug: Annotated[str, typer.Argument(help="One of them, clause by clause.")] = "",
    as_json: AsJson = False,
) -> None:
    """Shapes of agreements that counsel can begin with."""
    with hub():
        from muster.agreements.queries.shapes import shape, shapes

        if not slug:
            rows = [
                {"template": one.slug, "name": one.name, "modeled_on": one.modeled_on}
                for one in shapes()
            ]
        else:
            found = shape(slug)
            if found is None:
                raise NotFound(
                    f"There is no template called {slug}.",
                    "List them with: ./muster agreement templates",
                )
            rows = [{"clause": clause.title, "says": clause.text} for clause in found.draft.clauses]
    print_rows(slug or "Templates of agreements", rows, as_json=as_json)


@app.command()
def missing(
    email: As,
    slug: Annotated[str, typer.Argument(help="Which agreement; without, all in force.")] = "",
    as_json: AsJson = False,
) -> None:
    """What your organization could sign now."""
    with hub():
        from muster.agreements.queries import agreements_in_force, open_signatures

        actor = acting_as(email)
        every = agreements_in_force(at=actor.at).order_by("name")
        rows = [
            {
                "agreement": agreement.slug,
                "organization": organization.slug,
                "act": act.value,
                "name": ACT_NAMES[act],
            }
            for agreement in ([_found(slug)] if slug else every)
            for organization, act in open_signatures(agreement, actor)
        ]
    print_rows("Missing acts", rows, as_json=as_json)


@app.command()
def sign(
    slug: Slug,
    act: Annotated[ActKind, typer.Argument(help="What is signed, such as client_contract.")],
    email: As,
    named: For = "",
    as_json: AsJson = False,
) -> None:
    """Sign a paper the agreement asks of your organization, for one year."""
    with hub():
        from muster.agreements.queries import exercise_here
        from muster.agreements.services import sign_act

        actor = acting_as(email)
        signed = sign_act(
            actor=actor,
            agreement=_found(slug),
            organization=organization_of(actor, named, NAME_ONE),
            kind=act,
            exercise=exercise_here(),
        )
        row = {
            "agreement": slug,
            "organization": signed.organization.slug,
            "act": signed.kind,
            "until": signed.during.upper,
        }
    print_rows("Signed", [row], as_json=as_json)


@app.command()
def accede(slug: Slug, email: As, named: For = "", as_json: AsJson = False) -> None:
    """Join an agreement that is open to every government of the state."""
    with hub():
        from muster.agreements import services
        from muster.agreements.queries import exercise_here

        actor = acting_as(email)
        party = services.accede(
            actor=actor,
            agreement=_found(slug),
            organization=organization_of(actor, named, NAME_ONE),
            exercise=exercise_here(),
        )
        row = {
            "agreement": slug,
            "organization": party.organization.slug,
            "since": party.during.lower,
        }
    print_rows("Acceded", [row], as_json=as_json)


@app.command()
def versions(slug: Slug, email: As, as_json: AsJson = False) -> None:
    """The texts of an agreement, and how many accepted each."""
    with hub():
        from django.db.models import Count

        from muster.agreements.models import VersionStatus
        from muster.agreements.queries.reading import reads_draft, visible_agreement

        actor = acting_as(email)
        agreement = visible_agreement(actor, slug)
        found = agreement.versions.annotate(accepted=Count("acceptances"))
        if not reads_draft(actor, agreement):
            found = found.exclude(status=VersionStatus.DRAFT)
        rows = [
            {
                "version": one.number,
                "status": one.status,
                "since": one.proposed_at,
                "accepted": one.accepted,
                "note": one.note,
            }
            for one in found
        ]
    print_rows(f"Versions of {slug}", rows, as_json=as_json)


@app.command()
def accept(
    slug: Slug,
    version: Annotated[int, typer.Argument(help="Its number, as the list of versions shows it.")],
    email: As,
    named: For = "",
    as_json: AsJson = False,
) -> None:
    """Let a later version bind your organization, toward everybody who accepts it too."""
    with hub():
        from muster.agreements import services
        from muster.agreements.queries.reading import visible_version

        actor = acting_as(email)
        acceptance = services.accept_amendment(
            actor=actor,
            party=_party(actor, slug, named),
            version=visible_version(actor, slug, version),
        )
        row = {
            "agreement": slug,
            "organization": acceptance.party.organization.slug,
            "version": version,
            "effective": acceptance.effective,
        }
    print_rows("Accepted", [row], as_json=as_json)


@app.command()
def leave(
    slug: Slug,
    reason: Annotated[str, typer.Option(help="Why; the others read it.")],
    email: As,
    named: For = "",
    as_json: AsJson = False,
) -> None:
    """Give notice for your organization; it stays bound until the notice has run."""
    with hub():
        from muster.agreements import services

        actor = acting_as(email)
        party = services.give_notice(actor=actor, party=_party(actor, slug, named), reason=reason)
        row = {
            "agreement": slug,
            "organization": party.organization.slug,
            "leaves": party.during.upper,
        }
    print_rows("Notice given", [row], as_json=as_json)


@app.command()
def stay(slug: Slug, email: As, named: For = "", as_json: AsJson = False) -> None:
    """Take a notice back while it runs."""
    with hub():
        from muster.agreements import services

        actor = acting_as(email)
        party = services.take_back_notice(actor=actor, party=_party(actor, slug, named))
        row = {"agreement": slug, "organization": party.organization.slug}
    print_rows("It stays", [row], as_json=as_json)


@app.command()
def declare(
    email: As,
    jurisdiction: Annotated[
        str, typer.Option(help="Its division id, such as ocd-division/country:us/state:tx.")
    ],
    issued_by: Annotated[str, typer.Option(help="For example: Governor of Texas")],
    reference: Annotated[str, typer.Option(help="Its number or title.")],
    effective: Annotated[str, typer.Option(help="Such as 2026-03-01T00:00-06:00.")],
    expires: Annotated[str, typer.Option(help="Such as 2026-03-31T00:00-06:00.")],
    level: Annotated[str, typer.Option(help="state or local.")] = "state",
    exercise: Annotated[
        bool | None,
        typer.Option(
            "--exercise/--real",
            help="Without: real, on a demo hub an exercise.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put an issued declaration on record; for the hub coordinator."""
    begins, ends = moment_option("effective", effective), moment_option("expires", expires)
    with hub():
        from muster.agreements.queries import jurisdiction_by_division
        from muster.agreements.services import DeclarationFacts, record_declaration

        facts = DeclarationFacts(
            level=level,
            issued_by=issued_by,
            reference=reference,
            effective=begins,
            expires=ends,
            exercise=exercise_here(exercise),
        )
        recorded = record_declaration(
            actor=acting_as(email),
            jurisdiction=jurisdiction_by_division(jurisdiction),
            facts=facts,
        )
        row = {
            "declaration": recorded.pk,
            "reference": recorded.reference,
            "until": recorded.during.upper,
            "exercise": recorded.exercise,
        }
    print_rows("On record", [row], as_json=as_json)


def _party(actor: Actor, slug: str, named: str) -> Party:
    from muster.agreements.queries.reading import own_parties, visible_agreement

    organization = organization_of(actor, named, NAME_ONE)
    found = (
        own_parties(actor, visible_agreement(actor, slug)).filter(organization=organization).first()
    )
    if found is None:
        raise NotFound(
            f"{organization} is no party of {slug}, or you cannot bind it.",
            "Look at: ./muster agreement list",
        )
    return found


def _found(slug: str) -> Agreement:
    from muster.agreements.models import Agreement

    found = Agreement.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"There is no agreement {slug}.", "They are in: ./muster agreement list")
    return found
