"""The clause library: each kind's title, what it settles, its parameters and its plain language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from muster.domain.drafting import prose
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.parameters import Flag, Number, OneOf, Parameter, SomeOf, Value, Words
from muster.domain.drafting.vocabulary import (
    ACTIVATIONS,
    AID,
    BASES,
    CAPS,
    COMMANDERS,
    COMPENSATORS,
    DESIGNATORS,
    ELIGIBLE,
    JOINING,
    LIABLE,
    LOSSES,
    ONE_OR_ALL,
    PLACES,
    POSITION_TITLES,
    RENEWALS,
    SIDES,
    STATUSES,
    STEPS,
)

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ClauseType:
    """One kind of clause. `text` makes the plain-language sentence out of valid values."""

    kind: Kind
    title: str
    settles: str
    parameters: tuple[Parameter, ...]
    text: Callable[[Values], str]


_TYPES: Final = (
    ClauseType(
        Kind.MEMBERSHIP,
        "Who takes part, and how one joins",
        "Who may become a party, and whether each party may both ask and send.",
        (
            OneOf(name="joining", label="How does one join?", options=JOINING, default="accession"),
            SomeOf(
                name="eligible",
                label="Who may join?",
                options=ELIGIBLE,
                default=("city", "county"),
                fewest=1,
            ),
            OneOf(name="sides", label="Who may ask, who may send?", options=SIDES, default="both"),
        ),
        prose.membership,
    ),
    ClauseType(
        Kind.SCOPE,
        "What help it covers",
        "Which people may go, for which aid, on site or from afar, and across state lines.",
        (
            SomeOf(
                name="statuses",
                label="Who may be sent?",
                options=STATUSES,
                default=("employee",),
                fewest=1,
            ),
            SomeOf(name="aid", label="For which aid?", options=AID, default=tuple(AID), fewest=1),
            SomeOf(
                name="positions",
                label="Only for these positions",
                hint="None chosen means every position of that aid.",
                options=POSITION_TITLES,
                none_said="every position",
            ),
            SomeOf(
                name="places",
                label="Where may the help be given from?",
                options=PLACES,
                default=tuple(PLACES),
                fewest=1,
            ),
            Flag(name="across_states", label="May it cross a state line?"),
        ),
        prose.scope,
    ),
    ClauseType(
        Kind.ACTIVATION,
        "What must be done first",
        "The acts without which nobody leaves.",
        (
            SomeOf(
                name="acts",
                label="Which acts are needed before anybody goes?",
                options=ACTIVATIONS,
                none_said="none",
            ),
            OneOf(
                name="together",
                label="If several are chosen",
                options=ONE_OR_ALL,
                default="all",
            ),
            Words(
                name="watch",
                label="Whom to call",
                hint="The office or the 24-hour watch that takes the call, if there is one.",
            ),
        ),
        prose.activation,
    ),
    ClauseType(
        Kind.REFUSAL,
        "Right to refuse and to recall",
        "Whether a party may say no, and how it takes its people back.",
        (
            Flag(name="voluntary", label="May a party refuse without a reason?", default=True),
            Number(
                name="recall_hours",
                label="Notice before people are called home",
                low=0,
                high=168,
                unit="hour",
                none_at_zero=True,
            ),
        ),
        prose.refusal,
    ),
    ClauseType(
        Kind.CONFIRMATION,
        "Request and written confirmation",
        "What must be written down, and by when.",
        (
            Flag(name="verbal", label="May a request begin by word of mouth?", default=True),
            Number(
                name="written_within_hours",
                label="A spoken request is confirmed in writing within",
                low=0,
                high=720,
                unit="hour",
                none_at_zero=True,
            ),
            Number(
                name="continue_before_hour",
                label="Whoever asked confirms that the help is to go on before hour",
                low=0,
                high=720,
                unit="hour",
                none_at_zero=True,
            ),
            Number(
                name="late_within_days",
                label="If it cannot, then as soon as it can and within",
                low=0,
                high=365,
                unit="day",
                none_at_zero=True,
            ),
        ),
        prose.confirmation,
    ),
    ClauseType(
        Kind.FREE_PERIOD,
        "Hours that cost nothing",
        "How long the help is free before charges begin.",
        (
            Number(
                name="hours", label="Free hours", low=0, high=168, unit="hour", none_at_zero=True
            ),
            Flag(name="consecutive", label="Counted in one stretch", default=True),
        ),
        prose.free_period,
    ),
    ClauseType(
        Kind.CHARGES,
        "Who pays for what",
        "What whoever asked pays back, up to which rates, and by when.",
        (
            OneOf(
                name="basis",
                label="What is charged?",
                options=BASES,
                default="overtime_travel_equipment",
            ),
            OneOf(name="cap", label="Up to which rates?", options=CAPS, default="actual"),
            Flag(name="third_party", label="What others pay back is shared", default=False),
            Flag(name="donation", label="A party may donate its costs", default=True),
            Number(
                name="pay_within_days",
                label="Payable within",
                low=0,
                high=365,
                unit="day",
                default=60,
                none_at_zero=True,
            ),
        ),
        prose.charges,
    ),
    ClauseType(
        Kind.DURATION,
        "Longest deployment",
        "After how many days people go home unless both sides prolong it.",
        (Number(name="most_days", label="At most", low=1, high=180, unit="day", default=14),),
        prose.duration,
    ),
    ClauseType(
        Kind.CONTROL,
        "Who directs, who commands",
        "Operational control of the work, and command of the people.",
        (
            OneOf(
                name="operational",
                label="Who directs the work?",
                options=COMMANDERS,
                default="requesting",
            ),
            OneOf(
                name="command",
                label="Who commands the people?",
                options=COMMANDERS,
                default="assisting",
            ),
        ),
        prose.control,
    ),
    ClauseType(
        Kind.LIABILITY,
        "Liability and workers' compensation",
        "Who answers for harm, and whose compensation covers the people sent.",
        (
            OneOf(
                name="tort", label="Who answers for harm to others?", options=LIABLE, default="own"
            ),
            OneOf(
                name="compensation",
                label="Whose workers' compensation?",
                options=COMPENSATORS,
                default="home",
            ),
            Flag(name="good_faith", label="No liability for acts in good faith", default=True),
        ),
        prose.liability,
    ),
    ClauseType(
        Kind.LICENSES,
        "Recognition of licenses",
        "Whether a license of home counts where the help is given.",
        (
            Flag(name="recognized", label="Licenses of home are recognized", default=True),
            Words(name="conditions", label="Conditions, if any"),
        ),
        prose.licenses,
    ),
    ClauseType(
        Kind.AGENT_OF_STATE,
        "Agents of the state",
        "Whether those who are no state employees are designated before they cross a state line.",
        (
            Flag(name="needed", label="A designation is needed", default=True),
            OneOf(
                name="designated_by",
                label="Who designates?",
                options=DESIGNATORS,
                default="governor",
            ),
        ),
        prose.agent_of_state,
    ),
    ClauseType(
        Kind.CONFIDENTIALITY,
        "Confidentiality",
        "What stays between the parties, how long, and whether records are exempt.",
        (
            Flag(
                name="terms_first",
                label="Names open only after these terms are accepted",
                default=True,
            ),
            Number(
                name="years",
                label="It lasts",
                low=0,
                high=20,
                unit="year",
                default=5,
                none_at_zero=True,
            ),
            Words(name="exempt_under", label="Exempt from public records under"),
        ),
        prose.confidentiality,
    ),
    ClauseType(
        Kind.INSURANCE,
        "Insurer and counsel",
        "Whether the insurer and counsel are told before others touch the systems.",
        (
            Flag(name="insurer_first", label="The insurer is told before anybody begins"),
            Flag(name="counsel_first", label="Counsel is told before anybody begins"),
            Flag(name="keep_evidence", label="Evidence is kept as counsel says", default=True),
        ),
        prose.insurance,
    ),
    ClauseType(
        Kind.PROPERTY,
        "Property on loan",
        "Whether equipment is lent, and what happens when it is lost.",
        (
            Flag(name="lent", label="Equipment may be lent", default=True),
            Flag(
                name="wiped",
                label="Storage is wiped before it goes home, with a certificate",
                default=True,
            ),
            OneOf(
                name="loss",
                label="Who pays for loss and damage?",
                options=LOSSES,
                default="requesting",
            ),
        ),
        prose.property_on_loan,
    ),
    ClauseType(
        Kind.DISPUTE,
        "When parties disagree",
        "How a dispute is settled.",
        (
            OneOf(name="step", label="How is it settled?", options=STEPS, default="talk"),
            Number(name="within_days", label="Within", low=1, high=365, unit="day", default=30),
        ),
        prose.dispute,
    ),
    ClauseType(
        Kind.RENEWAL,
        "Term and renewal",
        "How long it runs, and whether it goes on by itself.",
        (
            OneOf(name="how", label="How does it go on?", options=RENEWALS, default="evergreen"),
            Number(name="years", label="Years of a term", low=1, high=20, unit="year", default=1),
        ),
        prose.renewal,
    ),
    ClauseType(
        Kind.WITHDRAWAL,
        "Leaving",
        "With how much notice a party leaves, and what it has promised by then.",
        (
            Number(
                name="notice_days",
                label="Notice",
                low=0,
                high=365,
                unit="day",
                default=60,
                none_at_zero=True,
            ),
            Flag(name="promises_stand", label="What was promised before stands", default=True),
        ),
        prose.withdrawal,
    ),
)

LIBRARY: Final[Mapping[Kind, ClauseType]] = {one.kind: one for one in _TYPES}
