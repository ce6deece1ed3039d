"""Agreements on the command line: what is missing, signing, joining, declaring."""

from __future__ import annotations

from datetime import timedelta

from pytest_django import Settings
from tests.agreements.test_proposing import amended
from tests.cli.commanding import Capture, refusal, rows
from tests.support import builders as make
from tests.support.cast import Cast

from muster.agreements.models import Declaration, Party, SignedAct
from muster.authz.actors import Duty


def _declare(cast: Cast, *options: str) -> list[str]:
    effective, expires = cast.now, cast.now + timedelta(days=30)
    return [
        *("agreement", "declare", "--jurisdiction", cast.texas.ocd_id),
        *("--issued-by", "Governor of Texas (synthetic)", "--reference", "Proclamation 41"),
        *("--effective", effective.isoformat(), "--expires", expires.isoformat()),
        *options,
    ]


def test_what_is_missing_is_listed_and_signed_once(cast: Cast, capsys: Capture) -> None:
    town, slug = cast.keene_representative, cast.corps_program.slug
    assert slug in {row["agreement"] for row in rows(capsys, "agreement", "list", who=town)}
    [missing] = rows(capsys, "agreement", "missing", who=town)
    assert (missing["agreement"], missing["act"]) == (slug, "client_contract")
    sign = ["agreement", "sign", slug, missing["act"]]

    [signed] = rows(capsys, *sign, who=town)

    assert signed["organization"] == "keene"
    assert SignedAct.objects.get().signed_by == cast.office(town)
    assert rows(capsys, "agreement", "missing", slug, who=town) == []
    assert "signed this already" in refusal(capsys, *sign, who=town)


def test_what_cannot_be_signed_is_a_sentence(cast: Cast, capsys: Capture) -> None:
    town, slug = cast.keene_representative, cast.corps_program.slug
    sign = ["agreement", "sign", slug]

    assert "not signed here" in refusal(capsys, *sign, "state_declaration", who=town)
    assert "Only an authorized representative" in refusal(
        capsys, *sign, "client_contract", who=cast.keene_contact
    )
    assert "holds no office" in refusal(capsys, *sign, "client_contract", who=cast.coordinator)
    assert "no agreement nowhere" in refusal(
        capsys, "agreement", "sign", "nowhere", "client_contract", who=town
    )
    assert not SignedAct.objects.exists()


def test_who_speaks_for_two_names_one(cast: Cast, capsys: Capture) -> None:
    town = cast.keene_representative
    make.tenure(make.office(cast.lubbock, "Stand-in", Duty.REPRESENT), town)
    sign = ["agreement", "sign", cast.corps_program.slug, "client_contract"]
    said = refusal(capsys, *sign, who=town)
    assert "several organizations" in said
    assert "--for: keene, lubbock" in said

    assert rows(capsys, *sign, "--for", "lubbock", who=town)[0]["organization"] == "lubbock"


def test_a_town_accedes_once(cast: Cast, capsys: Capture) -> None:
    Party.objects.filter(agreement=cast.statewide, organization=cast.keene).delete()
    accede = ["agreement", "accede", cast.statewide.slug]

    [row] = rows(capsys, *accede, who=cast.keene_representative)

    assert row["organization"] == "keene"
    assert "party already" in refusal(capsys, *accede, who=cast.keene_representative)
    assert "names its parties" in refusal(
        capsys, "agreement", "accede", cast.guard_order.slug, who=cast.keene_representative
    )


def test_versions_are_listed_accepted_and_left(cast: Cast, capsys: Capture) -> None:
    amended(cast)
    slug, who = cast.statewide.slug, cast.keene_representative
    assert [row["version"] for row in rows(capsys, "agreement", "versions", slug, who=who)] == [
        1,
        2,
    ]
    [row] = rows(capsys, "agreement", "accept", slug, "2", who=who)
    assert (row["organization"], row["version"]) == ("keene", 2)
    leave = ["agreement", "leave", slug, "--reason", "The council decided so."]
    [row] = rows(capsys, *leave, who=who)
    assert row["leaves"]
    assert "given notice already" in refusal(capsys, *leave, who=who)
    assert rows(capsys, "agreement", "stay", slug, who=who)[0]["organization"] == "keene"
    assert "no party of" in refusal(
        capsys, "agreement", "accept", slug, "2", who=cast.corps_representative
    )


def test_a_declaration_on_a_demo_hub_is_an_exercise(cast: Cast, capsys: Capture) -> None:
    said = refusal(capsys, *_declare(cast, "--real"), who=cast.coordinator)
    assert "demo hub and sends nobody" in said
    assert not Declaration.objects.exists()

    [row] = rows(capsys, *_declare(cast), who=cast.coordinator)

    assert row["exercise"] is True
    assert "on record already" in refusal(capsys, *_declare(cast), who=cast.coordinator)


def test_a_declaration_on_a_real_hub_is_real_unless_it_says_otherwise(
    cast: Cast, capsys: Capture, settings: Settings
) -> None:
    settings.DEMO = False

    assert rows(capsys, *_declare(cast), who=cast.coordinator)[0]["exercise"] is False


def test_a_declaration_that_cannot_be_is_a_sentence(cast: Cast, capsys: Capture) -> None:
    desk = cast.coordinator
    assert "Only the hub coordinator" in refusal(
        capsys, *_declare(cast), who=cast.keene_representative
    )
    assert "effective: Give a time" in refusal(
        capsys, *_declare(cast, "--effective", "today"), who=desk
    )
    assert "Choose local or state" in refusal(
        capsys, *_declare(cast, "--level", "county"), who=desk
    )
    assert "jurisdiction" in refusal(
        capsys, *_declare(cast, "--jurisdiction", "ocd-division/nowhere"), who=desk
    )
