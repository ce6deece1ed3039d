"""CISA's list of .gov domains, `current-full.csv`: who registered which.

A row names a security contact; of that address only the domain is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from muster.formats.official.codes import FIPS_OF_STATE
from muster.formats.official.reading import LARGEST, Reading, RowError
from muster.formats.official.table import Column, Layout, Line, open_table

_LAYOUT = Layout(
    file="current-full.csv of CISA's .gov list",
    columns=(
        Column("Domain name", ("domain",)),
        Column("Domain type", ("type",)),
        Column("Organization name", ("organization",)),
        Column("Suborganization name", ("suborganization",), required=False),
        Column("City"),
        Column("State"),
        Column("Security contact email", ("security contact",), required=False),
    ),
)
_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+gov")
_ELECTION = " - Election"
_NO_STATE = {"", "(blank)"}


@dataclass(frozen=True, slots=True)
class GovDomain:
    """One row. `kind` is the publisher's domain type without the mark of an election office."""

    domain: str
    kind: str
    election: bool
    organization: str
    suborganization: str
    city: str
    state: str
    contact_domain: str

    @property
    def federal(self) -> bool:
        return self.kind.startswith("Federal")


def read_dotgov(data: bytes, limit: int = LARGEST) -> Reading[GovDomain]:
    """Domains in the order of the file; a domain listed twice is refused the second time."""
    seen: set[str] = set()

    def once(line: Line) -> GovDomain:
        row = _row(line)
        if row.domain in seen:
            raise RowError(
                f"{row.domain} is listed twice. Two governments cannot have one domain; "
                "the first row is kept."
            )
        seen.add(row.domain)
        return row

    return open_table(data, _LAYOUT, limit).reading(once)


def _row(line: Line) -> GovDomain:
    domain, kind, organization, suborganization, city, state, contact = line.cells
    name = domain.lower().rstrip(".")
    if not _DOMAIN.fullmatch(name):
        raise RowError(f'"{domain}" is no .gov domain.')
    if not kind:
        raise RowError(f"{name} has no domain type.")
    if not organization:
        raise RowError(f"{name} names no organization.")
    letters = "" if state.lower() in _NO_STATE else state.upper()
    if letters and letters not in FIPS_OF_STATE:
        raise RowError(f'{name} names "{state}", which is no state or territory.')
    return GovDomain(
        domain=name,
        kind=kind.removesuffix(_ELECTION),
        election=kind.endswith(_ELECTION),
        organization=organization,
        suborganization="" if suborganization == "(blank)" else suborganization,
        city=city,
        state=letters,
        contact_domain=_contact_domain(contact),
    )


def _contact_domain(contact: str) -> str:
    """What follows the sign @; the person before it is nobody's business here."""
    host = contact.rpartition("@")[2].lower().strip().rstrip(".")
    return host if "@" in contact and re.fullmatch(r"[a-z0-9.-]{3,253}", host) else ""
