"""One row of the .gov list with everything the rules ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from muster.domain.naming.governments import Government, Governments, Named, kilometres
from muster.domain.naming.letters import letters_of, spelled_cores
from muster.domain.naming.names import government_name
from muster.domain.naming.reading import Mention, best, is_a_body_of_its_own, mentions, title_words
from muster.domain.naming.spelling import squeezed, words
from muster.domain.naming.vocabulary import COUNTY_LIKE, STATE_WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the .gov list, as published: `kind` is its "Domain type"."""

    domain: str
    kind: str
    organization: str
    suborganization: str
    city: str
    state: str


FITS: Final = 2
RELATED: Final = 1
OTHER: Final = 0
_WHOLE: Final = frozenset(
    (
        "city and county",
        "city and borough",
        "city and parish",
        "city county",
        "unified government",
        "consolidated government",
        "metropolitan government",
        "metro government",
        "urban county",
        "municipality",
        "corporation",
    )
)


_PLAIN: Final = frozenset(
    ("city", "town", "village", "borough", "township", "charter township", "plantation")
)


def fit(said: str, government: Government) -> int:
    """How well a descriptor fits a government: FITS, RELATED (same kind, other word) or OTHER."""
    kind, own = government.kind, government.descriptor
    if kind == "county":
        match = said in COUNTY_LIKE or said in _WHOLE or said == own
        return FITS if match else OTHER
    if said in _WHOLE:
        return FITS if kind == "municipality" else OTHER
    if kind == "township":
        if said == own or said.endswith("township"):
            return FITS
        return RELATED if said == "town" else OTHER
    if said == own or said in own.split():
        return FITS
    return RELATED if said in {"city", "town", "village", "borough"} else OTHER


class Case:
    """A row, its reading and its witnesses. Everything is worked out once, when first asked."""

    def __init__(self, row: Row, known: Governments) -> None:
        self.row = row
        self.known = known
        self.state = row.state.strip().upper()
        self.title = title_words(row.organization)
        self.letters = letters_of(row.domain)
        self.wants_county = row.kind.startswith("County")

    @cached_property
    def own_body(self) -> bool:
        return is_a_body_of_its_own(self.title)

    @cached_property
    def read(self) -> list[Mention]:
        return best(mentions(self.title, self.state, self.known))

    @cached_property
    def mention(self) -> Mention | None:
        """The one mention that explains the title best; None when several do, or none."""
        return self.read[0] if len({each.key for each in self.read}) == 1 else None

    @cached_property
    def graded(self) -> list[tuple[int, Named]]:
        """The namesakes behind the mention with how well each fits, best first."""
        if self.mention is None:
            return []
        said = self.mention.descriptor
        pairs = [(self._grade(said, each), each) for each in self.mention.named]
        pairs = [(grade, each) for grade, each in pairs if grade >= 0]
        pairs.sort(key=lambda pair: (-pair[0], pair[1].weak, pair[1].government.id))
        return pairs

    def _grade(self, said: str | None, named: Named) -> int:
        is_county = named.government.kind == "county"
        if said is None:
            whole = is_county and named.government.descriptor == "municipio"
            joined = self.wants_county and named.government.descriptor not in _PLAIN
            fits = is_county == self.wants_county or whole or joined
            return FITS if fits else -1
        grade = fit(said, named.government)
        if is_county or said in COUNTY_LIKE - _WHOLE:
            return grade if grade == FITS else -1
        return grade

    @cached_property
    def fitting(self) -> list[Government]:
        """The namesakes whose descriptor fits; full spellings push out shortened ones."""
        good = [each for grade, each in self.graded if grade == FITS]
        full = [each for each in good if not each.weak] or good
        said = self.mention.descriptor if self.mention else None
        exact = [each for each in full if each.government.descriptor == said]
        if said == "charter township" and exact:
            full = exact
        return self._distinct([each.government for each in full])

    @cached_property
    def fits_in_full(self) -> bool:
        """Whether some namesake fits without a word left out."""
        return any(grade == FITS and not each.weak for grade, each in self.graded)

    @cached_property
    def namesakes(self) -> list[Government]:
        return self._distinct([each.government for _, each in self.graded])

    def _distinct(self, found: list[Government]) -> list[Government]:
        kept: dict[str, Government] = {}
        for each in found:
            kept.setdefault(self.known.canonical(each.id), each)
        return list(kept.values())

    @cached_property
    def seats(self) -> list[Government]:
        """The places the city column may mean; municipalities before townships and hamlets."""
        parts = [word for word in words(self.row.city) if not word.isdigit()]
        for ending in ((self.state.lower(),), STATE_WORDS.get(self.state, ())):
            if ending and len(parts) > len(ending) and tuple(parts[-len(ending) :]) == ending:
                parts = parts[: -len(ending)]
        for key in (squeezed(parts), government_name(" ".join(parts)).key):
            found = [
                each.government
                for each in self.known.namesakes(self.state, key)
                if each.government.kind != "county"
            ]
            hamlets = self.known.settlements_called(self.state, key)
            said = government_name(" ".join(parts)).descriptor
            fitting = [each for each in found if said and fit(said, each) == FITS]
            if found or hamlets:
                found = fitting or found
                towns = [each for each in found if each.kind == "municipality"]
                return self._distinct(towns or [*found, *hamlets])
        return []

    @cached_property
    def seat_counties(self) -> set[str]:
        return {each.county_fips for each in self.seats if each.county_fips}

    def sits_in(self, government: Government) -> bool:
        """Whether the city column names this very government."""
        wanted = self.known.canonical(government.id)
        return any(self.known.canonical(each.id) == wanted for each in self.seats)

    def away(self, government: Government) -> float | None:
        """Kilometres from the city column's place; None where either is unknown."""
        spans = [kilometres(seat, government) for seat in self.seats]
        near = [span for span in spans if span is not None]
        return min(near) if near else None

    def spelled(self, government: Government) -> bool:
        """Whether the domain is this government's name and nothing but trimmings."""
        return any(
            each.government.id == government.id
            for core in self.spelled_keys
            for each in self.known.namesakes(self.state, core)
        )

    @cached_property
    def spelled_keys(self) -> list[str]:
        return sorted(
            core
            for core in spelled_cores(self.letters, self.state)
            if self.known.namesakes(self.state, core)
        )

    @cached_property
    def office(self) -> bool:
        return bool(self.mention and self.mention.office) or bool(self.row.suborganization.strip())

    @property
    def office_name(self) -> str:
        return " ".join((self.row.suborganization or self.row.organization).split())
