"""The 23 local governments that ask for help in the scenario of 16 August 2019.

Texas never published who was hit. The rows marked `named_publicly` were named by themselves or by
the press at the time. Every other row is a real Texas government of similar size standing in for
one the state kept to itself: nothing suggests that it was ever hit. Grayson County, on a security
firm's list, said that its networks stayed sound, and is left out.

Populations are of 2021, two years after the event.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from muster.demo.texas_2019.governments import Government, city, county, town

STAND_IN = "stand-in: the state never published this name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim(Government):
    """A government that asks for help; `source` says who named it, or that nobody did."""

    named_publicly: bool
    source: str


def _named(government: Government, source: str) -> Victim:
    return Victim(**asdict(government), named_publicly=True, source=source)


def _stand_in(government: Government) -> Victim:
    return Victim(**asdict(government), named_publicly=False, source=STAND_IN)


VICTIMS: tuple[Victim, ...] = (
    _named(
        city("Borger", "48233", 35.6594, -101.4024, 12_419),
        "City's release of 19 August 2019, reported by KFDA.",
    ),
    _named(
        city("Keene", "48251", 32.3961, -97.3214, 6_346),
        "The mayor, to NPR and The Times, August 2019.",
    ),
    _named(
        city("Wilmer", "48113", 32.5990, -96.6816, 5_332),
        "Computers of the public library, photographed by AP, 22 August 2019.",
    ),
    _named(
        city("Kaufman", "48257", 32.5779, -96.3120, 7_379),
        "In the list of security firm Armor, August 2019, as confirmed by the city.",
    ),
    _named(
        city("Bonham", "48147", 33.5879, -96.1903, 10_559),
        "Police department, in the list of security firm Armor, August 2019.",
    ),
    _named(
        city("Graham", "48503", 33.1009, -98.5778, 8_765),
        "Police department's statement to KFDX/KJTL, August 2019: damage was limited.",
    ),
    _named(
        city("Vernon", "48487", 34.1477, -99.3004, 10_045),
        "Police department, to KFDX/KJTL, August 2019.",
    ),
    _named(
        county("Robertson", "48395", 31.0255, -96.5149, 16_958),
        "Sheriff's office, to KBTX, 22 August 2019: never locked up.",
    ),
    _named(
        county("Lubbock", "48303", 33.6115, -101.8199, 314_451),
        "County to FOX34 Lubbock, August 2019: a target, contained quickly.",
    ),
    _stand_in(city("Dalhart", "48111", 36.0571, -102.5116, 8_347)),
    _stand_in(city("Floydada", "48153", 33.9835, -101.3368, 2_654)),
    _stand_in(town("Matador", "48345", 34.0151, -100.8211, 571)),
    _stand_in(city("Haskell", "48207", 33.1598, -99.7320, 3_046)),
    _stand_in(city("Jacksboro", "48237", 33.2234, -98.1591, 4_209)),
    _stand_in(city("Gilmer", "48459", 32.7323, -94.9458, 4_894)),
    _stand_in(city("Crockett", "48225", 31.3171, -95.4566, 6_406)),
    _stand_in(town("Woodville", "48457", 30.7741, -94.4266, 2_440)),
    _stand_in(city("Ballinger", "48399", 31.7407, -99.9559, 3_580)),
    _stand_in(county("San Saba", "48411", 31.1551, -98.8193, 5_827)),
    _stand_in(town("Refugio", "48391", 28.3074, -97.2750, 2_790)),
    _stand_in(city("Pearsall", "48163", 28.8879, -99.0990, 7_637)),
    _stand_in(city("Kermit", "48495", 31.8540, -103.0923, 6_016)),
    _stand_in(town("Van Horn", "48109", 31.0407, -104.8342, 1_946)),
)
