"""Who may read what of the main road, once more in the database itself.

The same rules as `aid.queries.visibility`, written independently: a page that forgets its filter
shows what these let through and nothing else. A request opens to its own organization, to the
hub once it has a number, to lenders from the moment they accept the non-disclosure terms until
they have said no, and to whoever is sent.
"""

from django.db import migrations

from muster.authz.walls import wall

# They look past the wall, or two policies would ask each other for ever; what they answer depends
# only on whose connection it is. A failure puts the wall back, as it undoes the transaction.
PAST_THE_WALL = """
CREATE FUNCTION {name}() RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
    was text := coalesce(current_setting('muster.wall', true), '');
BEGIN
    PERFORM set_config('muster.wall', 'open', true);
    RETURN QUERY {answer};
    PERFORM set_config('muster.wall', was, true);
END
$$;
"""
ANSWERS = {
    "muster_own_requests": """
        SELECT request.id FROM aid_request request
        JOIN aid_incident incident ON incident.id = request.incident_id
        WHERE incident.organization_id = ANY (muster_organizations())
    """,
    "muster_offers_of_person": """
        SELECT bound.offer_id FROM responders_responder responder
        JOIN aid_committedresponder sent ON sent.responder_id = responder.id AND sent.active
        JOIN aid_commitment bound ON bound.id = sent.commitment_id
        WHERE responder.person_id = muster_person()
    """,
    "muster_requests_known": """
        SELECT muster_own_requests()
        UNION
        SELECT offer.request_id FROM aid_offer offer
        WHERE offer.organization_id = ANY (muster_organizations())
          AND offer.terms_accepted_at IS NOT NULL
          AND offer.status IN ('sent', 'provisional', 'accepted')
        UNION
        SELECT offer.request_id FROM aid_offer offer
        WHERE offer.id IN (SELECT muster_offers_of_person())
    """,
}
HUB = "(SELECT muster_at_the_hub())"
OURS = "organization_id = ANY ((SELECT muster_organizations())::uuid[])"
OF_AN_OFFER = "EXISTS (SELECT FROM aid_offer one WHERE one.id = offer_id)"
OF_A_COMMITMENT = "EXISTS (SELECT FROM aid_commitment one WHERE one.id = commitment_id)"
OF_A_MISSION = "EXISTS (SELECT FROM aid_mission one WHERE one.id = mission_id)"
OF_OUR_REQUEST = f"{HUB} OR request_id IN (SELECT muster_own_requests())"

WALLS = {
    "aid_request": f"{HUB} AND number IS NOT NULL OR id IN (SELECT muster_requests_known())",
    "aid_incident": f"{OURS} OR EXISTS (SELECT FROM aid_request one "
    "WHERE one.incident_id = aid_incident.id)",
    "aid_need": "EXISTS (SELECT FROM aid_request one WHERE one.id = request_id) "
    "OR EXISTS (SELECT FROM aid_offerline one WHERE one.need_id = aid_need.id)",
    "aid_offer": f"{OF_OUR_REQUEST} OR {OURS} OR id IN (SELECT muster_offers_of_person())",
    "aid_offerline": OF_AN_OFFER,
    "aid_offerlink": OF_AN_OFFER,
    "aid_commitment": OF_AN_OFFER,
    "aid_committedresponder": OF_A_COMMITMENT,
    "aid_committedkit": OF_A_COMMITMENT,
    "aid_mission": OF_A_COMMITMENT,
    "aid_missionorder": OF_A_MISSION,
    "aid_replacedorder": OF_A_MISSION,
    "aid_prospect": OF_OUR_REQUEST,
    "aid_matchrun": f"{HUB} OR id IN (SELECT one.matchrun_id FROM aid_matchrun_requests one "
    "WHERE one.request_id IN (SELECT muster_own_requests()))",
    "aid_matchtask": f"{HUB} OR id IN (SELECT one.matchtask_id FROM aid_matchtask_requests one "
    "WHERE one.request_id IN (SELECT muster_own_requests()))",
}


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0009_prospects"),
        ("responders", "0005_wall"),
        ("authz", "0001_sight"),
    ]

    operations = [
        *(
            migrations.RunSQL(
                PAST_THE_WALL.format(name=name, answer=answer), f"DROP FUNCTION {name}()"
            )
            for name, answer in ANSWERS.items()
        ),
        *(wall(table, seen=seen) for table, seen in WALLS.items()),
    ]
