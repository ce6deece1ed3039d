"""The words that American governments put around their names."""

from __future__ import annotations

from typing import Final

import us

from muster.domain.naming.spelling import words

DESCRIPTORS: Final = (
    "city and county",
    "city and borough",
    "city and parish",
    "city county",
    "charter township",
    "civil township",
    "township",
    "town",
    "city",
    "village",
    "borough",
    "county",
    "parish",
    "census area",
    "municipality",
    "municipio",
    "plantation",
    "corporation",
    "urban county",
    "unified government",
    "consolidated government",
    "metropolitan government",
    "metro government",
    "cdp",
    "school district",
)
"""What a government says it is; longer phrases first."""

COUNTY_LIKE: Final = frozenset(
    ("county", "parish", "census area", "city and borough", "municipio", "city and county")
)

STATE_NAMES: Final = {
    state.abbr: state.name for state in (*us.states.STATES_AND_TERRITORIES, us.states.DC)
}
"""Names of states and territories by postal abbreviation."""

STATE_WORDS: Final = {abbr: words(name) for abbr, name in STATE_NAMES.items()}

_OFFICE_TEXT: Final = """
    911 accountability administration administrative administrator affairs agency agencies
    airport ambulance animal appeals appraisal appraiser assessment assessor assistance attorney
    attorneys auditor auditors authority aviation benefits building bureau cemetery center chief
    child children childrens circuit civic civil clerk clerks collector collectors commission
    commonwealths communication communications community conservation relations comptroller
    constable control controller coroner correction corrections court courthouse courts criminal
    data dda deeds defender defenders department departments dept detention development digital
    director dispatch district division domestic downtown drain economic ed education election
    elections electric electrical ema emergency ems enforcement engineer engineering engineers
    environmental esd examiner family finance financial fire firefighters fiscal fleet gas gis
    golf guard hall health highway historical homeland hospital housing human improvement
    information infrastructure inspector it it's jail judge judges judicial jury justice
    juvenile law library libraries management marshal marshals medical museum municipal office
    officer officers offices oem orphans parks patrol paramedics park permit personnel planning
    pleas police policedepartment power preservation president primary probate probation program
    property prosecutor prosecuting prosecution prosecutors protection prothonotary public
    recorder recorders records recovery recreation redevelopment register registrar registrars
    registration registry rescue resources retirement revenue risk road roads safety sanitation
    school schools security senior service services sewer sheriff sheriffs social solid special
    states sports stormwater streets superior superintendent supervisor supervisors support
    surrogate surveyor system systems tax taxes taxation technology telecommunications tourism
    transit transportation treasurer treasurers trial trustee utilities utility valuation
    vehicle veterans voter voting volunteer waste wastewater water welfare wic works workforce
    youth zoning
"""
OFFICE: Final = frozenset(_OFFICE_TEXT.split())
"""Words an office under a government is made of; none of them names a place by itself."""

_SELF_TEXT: Final = """
    the of a an and for in at to by s inc incorporated fo o government govt govern gov
    governmental local municipal municipality corporation corp commission commissioners
    commissioner council councilmen councilors board boards bocc aldermen alderman selectmen
    selectboard select supervisors trustees trustee burgess mayor mayors manager court fiscal
    quorum legislature freeholders administration authorities body state commonwealth united usa
    us hall office offices officials executive judge chosen city town village borough township
    county parish civil charter consolidated unified metropolitan metro balance
"""
SELF: Final = frozenset(_SELF_TEXT.split())
"""Words that still mean the government itself: its council, its hall, its legal form."""

OWN_BODY: Final = frozenset(
    (
        "authority",
        "cog",
        "collaborative",
        "compact",
        "consortium",
        "conference",
        "cooperative",
        "joint",
        "regional",
        "association",
        "metroplan",
        "mpo",
    )
)
"""One of these words says that several governments, or none, stand behind the name."""

OWN_PHRASES: Final = (
    "council of governments",
    "fire district",
    "fire protection district",
    "fire rescue district",
    "water district",
    "sewer district",
    "sanitary district",
    "sanitation district",
    "utility district",
    "utilities district",
    "improvement district",
    "service district",
    "services district",
    "recreation district",
    "park district",
    "library district",
    "hospital district",
    "school district",
    "health district",
    "health districts",
    "ambulance district",
    "conservation district",
    "drainage district",
    "irrigation district",
    "development district",
    "lighting district",
    "planning district",
    "judicial circuit",
    "judicial district",
    "judicial court",
    "township authority",
    "municipal authority",
    "village corporation",
)
"""Phrases of districts and courts that are governments, or parts of a state, of their own."""
