"""A small invented country as official files would list it."""

from __future__ import annotations

from datetime import UTC, datetime

from muster.authz.actors import hub_itself
from muster.directory.services.importing.reports import ImportReport
from muster.directory.services.importing.service import import_file

NOW = datetime(2026, 5, 1, tzinfo=UTC)
VT = "ocd-division/country:us/state:vt"

DIVISIONS = f"""id,name,census_geoid
{VT},Vermont,
{VT}/county:elm,Elm County,place-50001
{VT}/county:oak,Oak County,place-50003
{VT}/place:reed,Reed city,place-5000100
{VT}/county:elm/place:fern,Fern town,place-5000100200
{VT}/county:oak/place:fern,Fern town,place-5000300200
{VT}/county:elm/school_district:reed,reed school district,
"""
OTHERS = f"id,sameAs,sameAsNote\n{VT}/place:oak,{VT}/county:oak,one government\n"
PEOPLE = """SUMLEV,STATE,COUNTY,PLACE,COUSUB,NAME,POPESTIMATE2021
050,50,001,00000,00000,Elm County,9000
157,50,001,00100,00000,Reed city,4000
157,50,003,00100,00000,Reed city,1000
162,50,000,00100,00000,Reed city,5000
157,50,003,00900,00000,Moss village,70
061,50,001,00000,00200,Fern town,800
"""
POINTS = """USPS\tGEOID\tNAME\tFUNCSTAT\tINTPTLAT\tINTPTLONG
VT\t50001\tElm County\tA\t44.0\t-73.0
VT\t50003\tOak County\tA\t44.5\t-72.5
"""
BORDERS = """County Name|County GEOID|Neighbor Name|Neighbor GEOID
Elm County, VT|50001|Oak County, VT|50003
"""
DOMAINS = """Domain name,Domain type,Organization name,Suborganization name,City,State
reedvt.gov,City,City of Reed,,Reed,VT
elmcountysheriffvt.gov,County,Elm County Sheriff,,Reed,VT
fernvt.gov,City,Town of Fern,,Fern,VT
reedwater.gov,Special district,Reed Water District,,Reed,VT
nowhere.gov,Federal - Executive,Bureau,,Reed,VT
"""
ALL = {
    "divisions.csv": DIVISIONS,
    "others.csv": OTHERS,
    "people.csv": PEOPLE,
    "points.txt": POINTS,
    "borders.txt": BORDERS,
    "domains.csv": DOMAINS,
}


def read(text: str, name: str = "list.csv", *, dry_run: bool = False) -> ImportReport:
    return import_file(actor=hub_itself(NOW), file_name=name, data=text.encode(), dry_run=dry_run)


def read_all() -> dict[str, ImportReport]:
    return {name: read(text, name) for name, text in ALL.items()}
