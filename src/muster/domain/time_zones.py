"""Which clock hangs on the wall of a government's office, by state and county."""

from __future__ import annotations

from typing import Final

OTHERWISE: Final = "America/Chicago"
EASTERN, CENTRAL = "America/New_York", "America/Chicago"
MOUNTAIN, PACIFIC = "America/Denver", "America/Los_Angeles"

STATES: Final = {
    **dict.fromkeys(
        [
            "CT",
            "DC",
            "DE",
            "FL",
            "GA",
            "IN",
            "KY",
            "MA",
            "MD",
            "ME",
            "MI",
            "NC",
            "NH",
            "NJ",
            "NY",
            "OH",
            "PA",
            "RI",
            "SC",
            "VA",
            "VT",
            "WV",
        ],
        EASTERN,
    ),
    **dict.fromkeys(
        [
            "AL",
            "AR",
            "IA",
            "IL",
            "KS",
            "LA",
            "MN",
            "MO",
            "MS",
            "ND",
            "NE",
            "OK",
            "SD",
            "TN",
            "TX",
            "WI",
        ],
        CENTRAL,
    ),
    **dict.fromkeys(["CO", "ID", "MT", "NM", "UT", "WY"], MOUNTAIN),
    **dict.fromkeys(["CA", "NV", "OR", "WA"], PACIFIC),
    "AK": "America/Anchorage",
    "AZ": "America/Phoenix",
    "HI": "Pacific/Honolulu",
    "AS": "Pacific/Pago_Pago",
    "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
}
"""The zone most people of a state live in. IANA names by postal abbreviation."""

COUNTIES: Final = {
    "48141": MOUNTAIN,  # El Paso, Texas
    "48229": MOUNTAIN,  # Hudspeth, Texas
    "12033": CENTRAL,  # Escambia, Florida
    "12113": CENTRAL,  # Santa Rosa, Florida
    "12091": CENTRAL,  # Okaloosa, Florida
    "12131": CENTRAL,  # Walton, Florida
    "12005": CENTRAL,  # Bay, Florida
    "47093": EASTERN,  # Knox, Tennessee
    "47065": EASTERN,  # Hamilton, Tennessee
    "46103": MOUNTAIN,  # Pennington, South Dakota
    "16055": PACIFIC,  # Kootenai, Idaho
    "16069": PACIFIC,  # Nez Perce, Idaho
    "18089": CENTRAL,  # Lake, Indiana
    "18127": CENTRAL,  # Porter, Indiana
    "18163": CENTRAL,  # Vanderburgh, Indiana
}
"""Larger counties on another clock than most of their state, by FIPS code. Not all of them: an
organization on another clock names its own zone."""

CHOICES: Final = tuple(sorted({*STATES.values(), *COUNTIES.values()}))
"""The zones somebody may choose from."""


def usual_zone(state: str, county_fips: str = "", *, otherwise: str = OTHERWISE) -> str:
    """The IANA name of the zone of a state or county; `otherwise` where the state is unknown."""
    return COUNTIES.get(county_fips) or STATES.get(state.upper(), otherwise)
