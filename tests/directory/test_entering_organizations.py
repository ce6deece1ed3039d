"""Partners and bodies put on record by people, corrected, and put under one another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support import builders as make
from tests.support import joining as join
from tests.support.cast import Cast
from tests.support.entered import READ_ON, center, university

from muster.audit.models import AuditEvent
from muster.directory.models import DomainClaim, Organization, OrganizationKind, Settlement
from muster.directory.queries.finding import find
from muster.directory.services.joining import codes
from muster.directory.services.joining.codes import Outcome
from muster.directory.services.organization_ends import move
from muster.directory.services.organization_facts import facts_of
from muster.directory.services.organizations import LooksKnown, add_body, add_partner, correct
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders.services.roster import ResponderFacts, add_responder


def added(cast: Cast, **changes: Any) -> Organization:
    return add_partner(
        actor=cast.actor(cast.coordinator), facts=university(**changes), another=True
    )


def body(cast: Cast, **changes: Any) -> Organization:
    return add_body(
        actor=cast.actor(cast.johnson_representative),
        parent=cast.johnson,
        facts=center(**changes),
        another=True,
    )


def fields_of(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(refused.value.fields)


def test_a_partner_has_a_seat_and_no_territory_and_is_found_by_its_other_name(cast: Cast) -> None:
    made = add_partner(
        actor=cast.actor(cast.coordinator), facts=university(), domain="prairie.example"
    )
    made.refresh_from_db()

    assert (made.jurisdiction, made.seat, made.member_since) == (
        None,
        cast.denton.jurisdiction,
        None,
    )
    assert made.website == "https://www.prairie.example"
    assert made.county == "Denton County"
    assert made.place == cast.denton.place
    assert [one.id for one in find("PSU")] == [made.pk]
    claim = DomainClaim.objects.get(organization=made)
    assert claim.domain == "prairie.example"
    assert "2026-01-31" in claim.published_in
    told = AuditEvent.objects.filter(subject_id=made.pk).order_by("sequence").first()
    assert told
    assert told.action == "directory:organization:added"
    assert told.facts["source"] == "https://www.prairie.example/about"


def test_nothing_of_it_stays_when_its_domain_is_another_ones(cast: Cast) -> None:
    join.listed("prairie.example", cast.keene)
    with pytest.raises(Conflict, match="another government"):
        add_partner(
            actor=cast.actor(cast.coordinator), facts=university(), domain="prairie.example"
        )
    assert not Organization.objects.filter(name=university().name).exists()


def test_a_point_of_its_own_goes_before_the_place_of_its_town(cast: Cast) -> None:
    made = added(cast, latitude=33.21, longitude=-97.15)
    assert made.place
    assert (made.place.latitude, made.place.longitude) == (33.21, -97.15)
    nowhere = added(cast, name="Interstate Synthetic Exchange", state="", town="")
    assert (nowhere.place, nowhere.county) == (None, "a county not on record")


def test_a_place_without_a_government_can_be_its_town(cast: Cast) -> None:
    Settlement.objects.create(
        geoid="4800001", name="Reed Bend", state="TX", latitude=31.5, longitude=-97.5
    )
    made = added(cast, town="reed bend")
    assert (made.seat, made.city) == (cast.texas, "Reed Bend")
    assert made.place
    assert made.place.latitude == 31.5


def test_of_two_towns_of_one_name_the_county_decides(cast: Cast) -> None:
    for county in ("Denton", "Johnson"):
        make.jurisdiction(
            f"county:{county.lower()}/place:fern",
            "Fern",
            (32.0, -97.0),
            county=("48999", f"{county} County"),
        )
    with pytest.raises(Invalid) as refused:
        added(cast, town="Fern")
    said = refused.value.fields["town"]
    assert "Fern, Denton County" in said
    assert "Fern, Johnson County" in said
    made = added(cast, town="Town of Fern, johnson")
    assert made.county == "Johnson County"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "A\u202eB"}, "name"),
        ({"name": "A\x00B"}, "name"),
        ({"kind": "city"}, "kind"),
        ({"kind": "sheriff"}, "kind"),
        ({"source": ""}, "source"),
        ({"as_of": None}, "as_of"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "not a site"}, "website"),
        ({"latitude": 31.0}, "longitude"),
        ({"latitude": 91.0, "longitude": 0.0}, "latitude"),
        ({"latitude": 0.0, "longitude": float("nan")}, "longitude"),
        ({"state": "ZZ"}, "state"),
        ({"state": ""}, "state"),
        ({"town": "Nowhere at all"}, "town"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        added(cast, **changes)
    assert fields_of(refused) == {field}
    assert refused.value.fields[field].endswith(".")


def test_names_alike_in_the_same_state_are_shown_before_anything_is_added(cast: Cast) -> None:
    first = added(cast)
    with pytest.raises(LooksKnown) as known:
        add_partner(
            actor=cast.actor(cast.coordinator),
            facts=university(name="Prairie Synthetic Universty", town=""),
        )
    assert [one.id for one in known.value.found] == [first.pk]
    assert Organization.objects.filter(kind=OrganizationKind.UNIVERSITY).count() == 1
    second = added(cast)
    assert second.slug != first.slug


def test_the_government_above_is_not_taken_for_its_body(cast: Cast) -> None:
    made = add_body(
        actor=cast.actor(cast.johnson_representative), parent=cast.johnson, facts=center()
    )
    assert made.parent == cast.johnson
    assert made.jurisdiction == cast.johnson.jurisdiction
    assert made.place == cast.johnson.place
    with pytest.raises(LooksKnown):
        add_body(actor=cast.actor(cast.johnson_representative), parent=cast.johnson, facts=center())


def test_only_the_coordinator_adds_partners_and_a_representative_bodies(cast: Cast) -> None:
    with pytest.raises(Refused):
        add_partner(actor=cast.actor(cast.johnson_representative), facts=university())
    for person in (cast.keene_contact, cast.stranger, cast.auditor):
        with pytest.raises(Refused, match="representative of Keene"):
            add_body(actor=cast.actor(person), parent=cast.keene, facts=center())


def test_an_address_that_pages_need_is_never_an_organization(cast: Cast) -> None:
    assert added(cast, name="New").slug == "new-tx"
    assert added(cast, name="Ω").slug.startswith("university")


def test_a_body_joins_by_a_code_and_a_partner_by_mail_at_its_domain(cast: Cast) -> None:
    made = body(cast)
    request = join.confirmed(made, cast.now, mail="chief@center.example")
    _, text = codes.issue_code(
        actor=cast.actor(cast.coordinator),
        request=request,
        kind="phone",
        reached_at="+1 817 555 0144",
        published_in="County directory 2026",
    )
    typed = codes.type_code(visitor=join.visitor(cast.now), request=request, text=text)
    assert typed.outcome is Outcome.PROVEN

    partner = add_partner(
        actor=cast.actor(cast.coordinator), facts=university(), domain="prairie.example"
    )
    join.confirmed(partner, cast.now, mail="it@prairie.example")

    members = Organization.objects.filter(pk__in=[made.pk, partner.pk], member_since__isnull=False)
    assert members.count() == 2
    assert [one.name for one in find("prairie", members=True)] == [partner.name]


def test_a_partner_without_territory_lends_people_from_its_own_place(cast: Cast) -> None:
    partner = added(cast, latitude=33.21, longitude=-97.15)
    head = make.official(partner, "University Representative", "CIO", make.Duty.REPRESENT)
    person = add_responder(
        actor=cast.actor(head),
        organization=partner,
        email="analyst@prairie.synthetic.example",
        facts=ResponderFacts(
            name="Synthetic Analyst", levels={make.DIRECTORY: 1}, duty_status="employee"
        ),
    )
    assert (person.latitude, person.longitude) == (33.21, -97.15)


def test_what_people_entered_can_be_corrected_and_the_record_shows_before_and_after(
    cast: Cast,
) -> None:
    made = body(cast)
    facts = facts_of(made, name="Johnson County Emergency Center", latitude=32.4, longitude=-97.4)
    changed = correct(actor=cast.actor(cast.johnson_representative), organization=made, facts=facts)
    assert changed.name == "Johnson County Emergency Center"
    assert changed.slug == made.slug
    told = AuditEvent.objects.filter(action="directory:organization:corrected").get()
    assert told.facts["before"]["name"] == "Johnson County 911"
    assert told.facts["after"]["latitude"] == 32.4
    correct(actor=cast.actor(cast.johnson_representative), organization=made, facts=facts)
    assert AuditEvent.objects.filter(action="directory:organization:corrected").count() == 1


def test_nobody_changes_what_their_own_organization_is(cast: Cast) -> None:
    made = added(cast)
    head = make.official(made, "University Representative", "CIO", make.Duty.REPRESENT)
    for changes in ({"name": "State of Texas"}, {"kind": "national_guard"}):
        with pytest.raises(Refused, match="changes what it is"):
            correct(actor=cast.actor(head), organization=made, facts=facts_of(made, **changes))
    own = correct(
        actor=cast.actor(head), organization=made, facts=facts_of(made, website="psu.example")
    )
    assert own.website == "https://psu.example"


def test_the_name_on_an_official_list_stays_and_other_names_are_found(cast: Cast) -> None:
    correct(
        actor=cast.actor(cast.keene_representative),
        organization=cast.keene,
        facts=facts_of(cast.keene, name="Another", kind="county", also_known_as="Keeneville"),
    )
    cast.keene.refresh_from_db()
    assert (cast.keene.name, cast.keene.kind) == ("Keene", "city")
    assert [one.name for one in find("keenev")] == ["Keene"]
    with pytest.raises(Refused, match="corrects what is on record"):
        correct(
            actor=cast.actor(cast.stranger), organization=cast.keene, facts=facts_of(cast.keene)
        )


def test_a_body_put_under_another_serves_that_ones_territory_with_all_under_it(cast: Cast) -> None:
    made = body(cast)
    below = make.organization("Night Desk", OrganizationKind.DEPARTMENT)
    Organization.objects.filter(pk=below.pk).update(parent=made)

    moved = move(actor=cast.actor(cast.coordinator), organization=made, parent=cast.keene)

    assert moved.jurisdiction == cast.keene.jurisdiction
    below.refresh_from_db()
    assert below.jurisdiction == cast.keene.jurisdiction
    with pytest.raises(Invalid, match="under a government"):
        move(actor=cast.actor(cast.coordinator), organization=made, parent=None)


def test_a_circle_is_refused_in_words(cast: Cast) -> None:
    top = added(cast)
    below = added(cast, name="Prairie Synthetic Laboratory")
    coordinator = cast.actor(cast.coordinator)
    move(actor=coordinator, organization=below, parent=top)
    for above in (below, top):
        with pytest.raises(Conflict, match="lies under it"):
            move(actor=coordinator, organization=top, parent=above)
    top.refresh_from_db()
    assert top.parent is None
    alone = move(actor=coordinator, organization=below, parent=None)
    assert alone.parent is None


def test_nobody_gives_a_body_to_a_government_they_do_not_speak_for(cast: Cast) -> None:
    made = body(cast)
    with pytest.raises(Refused, match="representative of Keene"):
        move(actor=cast.actor(cast.johnson_representative), organization=made, parent=cast.keene)
    with pytest.raises(Refused, match="puts it under another"):
        move(actor=cast.actor(cast.keene_representative), organization=made, parent=cast.keene)
    with pytest.raises(Conflict, match="official lists"):
        move(actor=cast.actor(cast.coordinator), organization=cast.keene, parent=cast.johnson)


def test_facts_are_as_of_the_day_they_were_read(cast: Cast) -> None:
    assert body(cast).as_of == READ_ON
