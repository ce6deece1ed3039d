"""Councils of governments whose counties could share a regional agreement.

Fact: which counties belong to which council. Invented: that these councils' governments signed
the demonstration agreements, and who of them did.
"""

from __future__ import annotations

NORTH_CENTRAL_TEXAS: dict[str, str] = {
    "48085": "Collin",
    "48113": "Dallas",
    "48121": "Denton",
    "48139": "Ellis",
    "48143": "Erath",
    "48221": "Hood",
    "48231": "Hunt",
    "48251": "Johnson",
    "48257": "Kaufman",
    "48349": "Navarro",
    "48363": "Palo Pinto",
    "48367": "Parker",
    "48397": "Rockwall",
    "48425": "Somervell",
    "48439": "Tarrant",
    "48497": "Wise",
}
"""The 16 counties of the North Central Texas Council of Governments, by FIPS code."""

PANHANDLE: dict[str, str] = {
    "48011": "Armstrong",
    "48045": "Briscoe",
    "48065": "Carson",
    "48069": "Castro",
    "48075": "Childress",
    "48087": "Collingsworth",
    "48111": "Dallam",
    "48117": "Deaf Smith",
    "48129": "Donley",
    "48179": "Gray",
    "48191": "Hall",
    "48195": "Hansford",
    "48205": "Hartley",
    "48211": "Hemphill",
    "48233": "Hutchinson",
    "48295": "Lipscomb",
    "48341": "Moore",
    "48357": "Ochiltree",
    "48359": "Oldham",
    "48369": "Parmer",
    "48375": "Potter",
    "48381": "Randall",
    "48393": "Roberts",
    "48421": "Sherman",
    "48437": "Swisher",
    "48483": "Wheeler",
}
"""The 26 counties of the Panhandle Regional Planning Commission."""

SOUTH_PLAINS: dict[str, str] = {
    "48017": "Bailey",
    "48079": "Cochran",
    "48107": "Crosby",
    "48125": "Dickens",
    "48153": "Floyd",
    "48169": "Garza",
    "48189": "Hale",
    "48219": "Hockley",
    "48269": "King",
    "48279": "Lamb",
    "48303": "Lubbock",
    "48305": "Lynn",
    "48345": "Motley",
    "48445": "Terry",
    "48501": "Yoakum",
}
"""The 15 counties of the South Plains Association of Governments; they border the Panhandle."""
