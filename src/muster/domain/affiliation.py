"""Proof that somebody belongs to a government: whose mail a domain carries, codes, and dates.

A domain proves for one body only: the most specific one on record that takes it in. Where the
official list speaks, domains recorded by hand are silent. Names that merely look alike never meet,
because they are compared in the form in which mail is delivered (IDNA, lower case).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import us

LONGEST_DOMAIN: Final = 253
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)

_PROVIDERS: Final = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com
rocketmail.com aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me
gmx.com gmx.net gmx.us mail.com zoho.com yandex.com fastmail.com hushmail.com tutanota.com
tuta.com hey.com duck.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
charter.net spectrum.net frontier.com frontiernet.net centurylink.net earthlink.net
windstream.net suddenlink.net juno.com netzero.net roadrunner.com rr.com optonline.net
"""
PUBLIC_MAIL: Final = frozenset(_PROVIDERS.split())
"""Anybody can have an address there, also at a subdomain of theirs."""

_STATES: Final = frozenset(
    state.abbr.lower() for state in (*us.states.STATES_AND_TERRITORIES, us.states.DC)
)
_SHARED: Final = frozenset({"gov", "us", "org", "com", "net", "edu", "mil", "fed.us", "nsn.us"})

REMINDERS: Final = (60, 30, 7)
"""Days before a proof expires on which its organization is reminded."""

CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which are misread and misheard."""
CODE_LENGTH: Final = 8
MOST_TRIES: Final = 5
_WORDS: Final = (
    "two three four five six seven eight nine Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel "
    "Juliett Kilo Mike November Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray "
    "Yankee Zulu"
)
_ALOUD: Final = dict(zip(CODE_LETTERS, _WORDS.split(), strict=True))


@dataclass(frozen=True, slots=True)
class KnownDomain:
    """A domain on record. `organization` is empty while nobody has decided whose it is.

    `official` says it is on the official list. With `office`, it is that office's own. With
    `exact_only`, others have names below it, as agencies and towns have below a state's.
    """

    domain: str
    organization: str
    official: bool = True
    office: str = ""
    exact_only: bool = False

    def takes_in(self, domain: str) -> bool:
        """Whether a mail domain is this one or, where that is allowed, one below it."""
        return domain == self.domain or (not self.exact_only and is_below(domain, self.domain))


def folded(domain: str) -> str:
    """The domain as mail servers compare it; empty when it is none.

    Wide and accented letters go through IDNA, so that a look-alike becomes an `xn--` name.
    """
    text = domain.strip().rstrip(".")
    try:
        plain = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    good = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return plain if good and len(plain) <= LONGEST_DOMAIN else ""


def mail_domain(address: str) -> str:
    """What stands behind the last @, folded; empty when there is none."""
    local, at, domain = address.strip().rpartition("@")
    return folded(domain) if local and at else ""


def is_below(domain: str, above: str) -> bool:
    return domain.endswith(f".{above}")


def at_or_above(domain: str) -> list[str]:
    """The domain and every one it lies below, the longest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def speaks_for(domain: str, known: Iterable[KnownDomain]) -> KnownDomain | None:
    """The one domain on record that decides whose mail this is: official first, then longest."""
    matching = [one for one in known if one.takes_in(domain)]
    return max(matching, key=lambda one: (one.official, len(one.domain)), default=None)


def proves(address: str, organization: str, office: str, known: Iterable[KnownDomain]) -> str:
    """The domain on record by which this address belongs to the organization; empty if none does.

    `office` is the title asked for: an office's own domain proves for that office alone.
    """
    domain = mail_domain(address)
    if not domain or not organization or is_public(domain):
        return ""
    decides = speaks_for(domain, known)
    if decides is None or decides.organization != organization:
        return ""
    if decides.office and _plain(decides.office) != _plain(office):
        return ""
    return decides.domain


def is_public(domain: str) -> bool:
    """Whether anybody can have mail there."""
    return any(one in PUBLIC_MAIL for one in at_or_above(domain))


def is_shared(domain: str) -> bool:
    """Whether it is a parent under which many governments have names of their own."""
    labels = domain.split(".")
    if domain in _SHARED or len(labels) < 2:
        return True
    if labels[-1] != "us" or labels[-2] not in _STATES:
        return False
    return len(labels) < 4 or (len(labels) == 4 and labels[:2] == ["pvt", "k12"])


def claim_fault(domain: str, organization: str, known: Iterable[KnownDomain]) -> str:
    """Why an organization cannot have this folded domain recorded as its own; empty if it can.

    `known` holds what is on record at, above and below the domain.
    """
    if is_public(domain):
        return f"Anybody can have an address at {domain}, so it proves nothing. Use another way."
    if is_shared(domain):
        return (
            f"Many governments have names under {domain}. Record the part that is its own, such "
            f"as its-name.{domain}."
        )
    for one in known:
        if one.organization == organization:
            continue
        if one.takes_in(domain) or is_below(one.domain, domain):
            whose = "another government" if one.organization else "a government not decided yet"
            list_name = "CISA's list" if one.official else "The hub's record"
            return (
                f"{list_name} has {one.domain} for {whose}, so {domain} cannot be recorded here. "
                "Nothing was changed. Settle it with both, or use another way of proof."
            )
    return ""


def code_as_typed(text: str) -> str:
    """A typed code without spaces and dashes, in capitals."""
    return re.sub(r"[\s\-–.]+", "", text).upper()[: CODE_LENGTH * 4]


def code_in_groups(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def code_aloud(code: str) -> Sequence[str]:
    """One word for each character, to be read over the telephone."""
    return [_ALOUD.get(letter, letter) for letter in code]


def a_year_after(day: date) -> date:
    """The same day next year; February 29 is followed by February 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def due_reminder(expires_on: date, today: date, last: int | None) -> int | None:
    """Which reminder is due today, in days before; `last` is the latest that was sent.

    A night without the worker skips none: the next one sends the one that fits then.
    """
    left = expires_on - today
    if left < timedelta(0):
        return None
    due = [days for days in REMINDERS if left <= timedelta(days=days)]
    if not due or (last is not None and min(due) >= last):
        return None
    return min(due)


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
