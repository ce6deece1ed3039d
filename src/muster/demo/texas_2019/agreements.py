"""The instruments of the scenario as plain data. Demonstration text, not law.

The clauses are modeled on agreements towns really signed, but no such statewide text exists in
this form, and the state's own mutual-aid law is not reproduced here.
"""

from __future__ import annotations

from collections.abc import Iterable

from muster.demo.texas_2019.governments import TEXAS, Government
from muster.demo.texas_2019.instruments import InstrumentKind, InstrumentRow
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.partners import CORPS, GUARD, KIT_STOCK
from muster.demo.texas_2019.regions import NORTH_CENTRAL_TEXAS, PANHANDLE, SOUTH_PLAINS
from muster.demo.texas_2019.victims import VICTIMS
from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.instruments import RequiredAct, Scope
from muster.domain.positions import AidKind

FREE_HOURS = 12

NOT_IN_STATEWIDE = frozenset(
    f"{TEXAS}/{division}"
    for division in (
        # These ask for help.
        "place:wilmer",
        "place:floydada",
        "place:jacksboro",
        "place:van_horn",
        # These could lend it.
        "place:farmers_branch",
        "county:gray",
        "county:hale",
        "county:lamar",
        "place:laredo",
    )
)
"""Governments that have not joined the statewide agreement yet, so that cover differs by town."""


def _keys(governments: Iterable[Government]) -> frozenset[str]:
    return frozenset(government.ocd_id for government in governments)


_GOVERNMENTS = (*VICTIMS, *LENDERS)
_EVERYBODY = _keys(_GOVERNMENTS)


def _within(*regions: dict[str, str]) -> frozenset[str]:
    counties = {fips for region in regions for fips in region}
    return _keys(one for one in _GOVERNMENTS if one.county_fips in counties)


def _demonstration(article: str, words: str) -> str:
    return f"{article} (demonstration text): {words}"


def _regional(key: str, name: str, parties: frozenset[str]) -> InstrumentRow:
    return InstrumentRow(
        key=key,
        name=name,
        kind=InstrumentKind.REGIONAL,
        scope=Scope(
            frozenset({DutyStatus.EMPLOYEE}),
            frozenset({AidKind.REBUILD, AidKind.CONTINUITY, AidKind.KIT}),
            _demonstration("Art. 2", "Hands and equipment; stopping the attack is not included."),
        ),
        cost_rule=CostRule(
            CostBasis.OVERTIME_TRAVEL_EQUIPMENT,
            _demonstration(
                "Art. 6",
                f"The first {FREE_HOURS} hours are free; then overtime, travel and equipment.",
            ),
            FREE_HOURS,
        ),
        citation=_demonstration("Art. 1", "Each party may ask the others, who may decline."),
        requesting_keys=parties,
        assisting_keys=parties,
    )


STATEWIDE = InstrumentRow(
    key="statewide-it-mutual-aid",
    name="Statewide IT mutual aid agreement (demonstration)",
    kind=InstrumentKind.STATEWIDE,
    scope=Scope(
        frozenset({DutyStatus.EMPLOYEE}),
        frozenset(AidKind),
        _demonstration("§ 3", "Staff and equipment for any disruption of government technology."),
    ),
    cost_rule=CostRule(
        CostBasis.OVERTIME_TRAVEL_EQUIPMENT,
        _demonstration(
            "§ 7",
            f"No charge for the first {FREE_HOURS} hours; then overtime, travel and equipment.",
        ),
        FREE_HOURS,
    ),
    citation=_demonstration("§ 2", "No declaration is needed; a party may decline."),
    requesting_keys=_EVERYBODY - NOT_IN_STATEWIDE,
    assisting_keys=(_EVERYBODY - NOT_IN_STATEWIDE) | {KIT_STOCK.key},
    eligible_keys=NOT_IN_STATEWIDE,
)

NORTH_CENTRAL = _regional(
    "north-central-it-mutual-aid",
    "North Central Texas IT mutual aid agreement (demonstration)",
    _within(NORTH_CENTRAL_TEXAS),
)

HIGH_PLAINS = _regional(
    "high-plains-it-mutual-aid",
    "Panhandle and South Plains IT mutual aid agreement (demonstration)",
    _within(PANHANDLE, SOUTH_PLAINS),
)

GUARD_ORDER = InstrumentRow(
    key="guard-state-active-duty",
    name="National Guard on state active duty (demonstration)",
    kind=InstrumentKind.GUARD,
    scope=Scope(
        frozenset({DutyStatus.STATE_ACTIVE_DUTY}),
        frozenset({AidKind.SPECIALIST, AidKind.REBUILD}),
        _demonstration("Order ¶ 2", "Cyber teams support local governments."),
    ),
    cost_rule=CostRule(
        CostBasis.NONE, _demonstration("Order ¶ 5", "The state pays; the town owes nothing.")
    ),
    citation=_demonstration(
        "Order ¶ 1", "The governor may order the Guard once a disaster is declared."
    ),
    requesting_keys=_keys(VICTIMS),
    assisting_keys=frozenset({GUARD.key}),
    required_acts=(
        RequiredAct(
            ActKind.STATE_DECLARATION,
            Side.REQUESTING,
            "the governor",
            _demonstration(
                "Order ¶ 1", "A state disaster declaration that names the town's county."
            ),
        ),
    ),
)

CORPS_PROGRAM = InstrumentRow(
    key="volunteer-corps-program",
    name="Volunteer corps program (demonstration)",
    kind=InstrumentKind.CORPS,
    scope=Scope(
        frozenset({DutyStatus.VOLUNTEER}),
        frozenset({AidKind.SPECIALIST, AidKind.REBUILD}),
        _demonstration("Rule 2", "Vetted volunteers help a client that signed a contract."),
    ),
    cost_rule=CostRule(
        CostBasis.TRAVEL_ONLY, _demonstration("Rule 6", "The client pays travel and lodging only.")
    ),
    citation=_demonstration("Rule 1", "No declaration is needed."),
    requesting_keys=_keys(VICTIMS),
    assisting_keys=frozenset({CORPS.key}),
    required_acts=(
        RequiredAct(
            ActKind.CLIENT_CONTRACT,
            Side.REQUESTING,
            "the requester's authorized representative",
            _demonstration("Rule 3", "A signed contract between client and corps."),
        ),
    ),
)

INSTRUMENTS: tuple[InstrumentRow, ...] = (
    STATEWIDE,
    NORTH_CENTRAL,
    HIGH_PLAINS,
    GUARD_ORDER,
    CORPS_PROGRAM,
)
