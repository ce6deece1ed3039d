"""Clauses of earlier releases become the first version of their agreement.

What computed is carried over as it was. What only was read keeps its wording beside the values a
new draft begins with, so the note asks counsel to read every clause again.
"""

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

NOTE = "Carried over from an earlier release. Read every clause before relying on it."
JOINING = {"statewide": "accession", "volunteer_corps": "client"}
READ_ONLY = ("control", "refusal", "confirmation", "renewal", "liability")
COMPENSATION = {"volunteer_corps": "program", "national_guard": "state"}


def first_versions(apps, schema_editor):  # type: ignore[no-untyped-def]
    Agreement = apps.get_model("agreements", "Agreement")
    Clause = apps.get_model("agreements", "Clause")
    AgreementVersion = apps.get_model("agreements", "AgreementVersion")
    Acceptance = apps.get_model("agreements", "Acceptance")
    for agreement in Agreement.objects.all():
        rows = clauses_of(agreement.kind, Clause.objects.filter(agreement=agreement))
        since = agreement.in_force.lower
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=1,
            status="proposed",
            clauses=rows,
            note=NOTE,
            drafted_at=since,
            proposed_at=since,
            term=DateTimeTZRange(since, None),
        )
        Acceptance.objects.bulk_create(
            Acceptance(
                party=party,
                version=version,
                effective=party.during.lower,
                accepted_at=party.during.lower,
                accepted_by=party.signed_by,
            )
            for party in agreement.parties.all()
            if not party.during.isempty
        )


def clauses_of(kind, clauses):  # type: ignore[no-untyped-def]
    """Rows of the clause library."""
    found = {name: {"kind": name, "values": {}} for name in ("membership", "scope", "activation")}
    found["membership"]["values"] = {
        "joining": JOINING.get(kind, "named"),
        "eligible": ["city", "county", "school_district", "tribe"],
        "sides": "program" if kind == "volunteer_corps" else "both",
    }
    acts = []
    for clause in clauses:
        if clause.kind == "scope":
            found["scope"]["values"] = {
                "statuses": clause.terms["duty_statuses"],
                "aid": clause.terms["aid_kinds"],
            }
            found["scope"]["citation"] = clause.citation
        elif clause.kind == "required_act":
            acts.append(clause.terms["act"])
            found["activation"]["citation"] = clause.citation
        elif clause.kind == "cost":
            values = {"basis": clause.terms["basis"]}
            found["charges"] = {"kind": "charges", "values": values, "citation": clause.citation}
            free = {"hours": clause.terms.get("free_hours", 0)}
            found["free_period"] = {"kind": "free_period", "values": free}
        elif clause.kind in READ_ONLY:
            found[clause.kind] = {
                "kind": clause.kind,
                "values": {},
                "wording": clause.wording,
                "citation": clause.citation,
            }
    found["activation"]["values"] = {"acts": acts}
    for name in ("refusal", "control", "liability", "renewal", "withdrawal"):
        found.setdefault(name, {"kind": name, "values": {}})
    found["liability"]["values"] = {"compensation": COMPENSATION.get(kind, "home")}
    return list(found.values())


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_versions")]
    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
