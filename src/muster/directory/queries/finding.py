"""Finding an organization by a few letters of its name, county or state, typos forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

import us
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from muster.directory.models import OrganizationKind

Row: TypeAlias = tuple[Any, ...]

SHORTEST: Final = 2
"""Letters below which everybody would be found."""

RARE: Final = 3
"""Letters from which a word has a trigram that few names share."""

LONGEST: Final = 100
MOST_WORDS: Final = 8
FOUND: Final = 10
ALIKE: Final = 0.5
"""Word similarity (0 to 1, by trigrams) from which something misspelt is shown."""

CLOSE: Final = 0.65
"""The same where something is spelled as typed already: only what is closer follows it."""

SAME: Final = 0.6
"""Similarity of whole names from which two may be one organization."""

_LED_BY = "^ (city|town|village|borough|township|county|parish) of (the )?"
_COMMON_TEXT = "city town village borough township county parish of the school district"
_COMMON: Final = frozenset(_COMMON_TEXT.split())
"""Words so many names have that they say nothing about which one is meant."""

_ROW = """
    SELECT one.id, one.slug, one.name, one.kind, coalesce(territory.county_name, ''),
           coalesce(territory.state, ''), one.city, one.member_since IS NOT NULL,
           one.closed_on IS NOT NULL
    FROM directory_organization one
    LEFT JOIN directory_jurisdiction territory
        ON territory.id = coalesce(one.jurisdiction_id, one.seat_id)
"""
_PEOPLE = "CASE WHEN one.jurisdiction_id IS NULL THEN 0 ELSE coalesce(territory.population, 0) END"
# Each word is a condition of its own: no index serves LIKE ALL of a list.
_SPELLED = f"""
    {_ROW}
    WHERE {{words}} AND (one.member_since IS NOT NULL OR NOT %(members)s)
      AND (one.closed_on IS NULL OR %(closed)s)
    ORDER BY regexp_replace(one.search_key, '{_LED_BY}', ' ') LIKE %(start)s DESC,
             one.member_since IS NOT NULL DESC, {_PEOPLE} DESC, one.name, one.id
    LIMIT %(most)s
"""
# Half of all names have these words, so the shortest come nearest to what is meant, and an index
# holds them in that order.
_SHORTEST_NAMES = f"""
    {_ROW}
    WHERE {{words}} AND (one.member_since IS NOT NULL OR NOT %(members)s)
      AND (one.closed_on IS NULL OR %(closed)s)
    ORDER BY length(one.search_key), one.name, one.id
    LIMIT %(most)s
"""
_ALIKE = f"""
    {_ROW}
    WHERE %(key)s <%% one.search_key AND (one.member_since IS NOT NULL OR NOT %(members)s)
      AND (one.closed_on IS NULL OR %(closed)s)
    ORDER BY word_similarity(%(key)s, one.search_key) DESC, one.member_since IS NOT NULL DESC,
             {_PEOPLE} DESC, one.name, one.id
    LIMIT %(most)s
"""
# The index answers the first condition; the names themselves decide.
_SAME = f"""
    {_ROW}
    WHERE %(key)s <%% one.search_key
      AND greatest(similarity(directory_plain(one.name), %(key)s),
                   similarity(directory_plain(one.also_known_as), %(key)s)) >= %(same)s
      AND (%(state)s = '' OR coalesce(upper(territory.state), '') IN ('', %(state)s))
    ORDER BY similarity(directory_plain(one.name), %(key)s) DESC, one.name, one.id
    LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An organization in a list to choose from; `whereabouts` tells it from its namesakes."""

    id: UUID
    slug: str
    name: str
    kind: OrganizationKind
    whereabouts: str
    member: bool
    closed: bool = False


def find(
    text: str, *, members: bool = False, closed: bool = False, most: int = FOUND
) -> list[Found]:
    """The organizations somebody may mean by what is typed so far, the likeliest first.

    Every word begins a word of the name, the county or the state; where too few are spelled so,
    similar ones follow. Those that ceased are left out unless asked for with `closed`. Up to four
    queries; below `SHORTEST` letters nothing is found.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        key = _plain(cursor, _readable(text), ALIKE)
        if len(key) < SHORTEST:
            return []
        words = key.split()[:MOST_WORDS]
        asked: dict[str, Any] = {
            **{f"word{at}": f"% {word}%" for at, word in enumerate(words)},
            "start": f" {key}%",
            "key": " ".join(word for word in words if word not in _COMMON) or key,
            "members": members,
            "closed": closed,
            "most": most,
        }
        rows = _spelled(cursor, words, asked)
        if len(rows) < most and not _COMMON.issuperset(words):
            if rows:
                _from_similarity(cursor, CLOSE)
            cursor.execute(_ALIKE, asked)
            rows = _with(rows, cursor.fetchall())
    return [_found(row) for row in rows[:most]]


def _spelled(cursor: CursorWrapper, words: Sequence[str], asked: dict[str, Any]) -> list[Row]:
    if not _COMMON.issuperset(words):
        cursor.execute(_SPELLED.format(words=_spelled_so(words)), asked)
        found: list[Row] = cursor.fetchall()
        return found
    shortest = _SHORTEST_NAMES.format(words=_all_looked_up(words))
    cursor.execute(shortest, {**asked, "members": True})
    rows: list[Row] = cursor.fetchall()
    if len(rows) < asked["most"] and not asked["members"]:
        cursor.execute(shortest, asked)
        rows = _with(rows, cursor.fetchall())
    return rows


def _with(rows: list[Row], more: list[Row]) -> list[Row]:
    known = {row[0] for row in rows}
    return rows + [row for row in more if row[0] not in known]


def alike(name: str, *, state: str = "") -> list[Found]:
    """Who may be this one already: names alike in the same state, or without any. Two queries.

    Those that ceased count too: somebody may want to open one again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        key = _plain(cursor, name.replace("\x00", "")[:LONGEST], SAME)
        if len(key) < SHORTEST:
            return []
        cursor.execute(_SAME, {"key": key, "state": state.upper(), "same": SAME, "most": FOUND})
        return [_found(row) for row in cursor.fetchall()]


def _plain(cursor: CursorWrapper, text: str, similarity: float) -> str:
    """What is typed as names are kept to be found, with the similarity to ask for from now on."""
    cursor.execute(
        "SELECT directory_plain(%s), set_config('pg_trgm.word_similarity_threshold', %s, true)",
        [text, str(similarity)],
    )
    return str(cursor.fetchone()[0])


def _from_similarity(cursor: CursorWrapper, similarity: float) -> None:
    cursor.execute(
        "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(similarity)]
    )


def _spelled_so(words: Sequence[str]) -> str:
    """A condition for each word. Rare words are looked up; what half of all names have is only
    looked for in what those leave, as its list in the index is longer than the rest of the work."""
    rare = {word for word in words if len(word) >= RARE and word not in _COMMON}
    if not rare:
        return _all_looked_up(words)
    sought = ("one.search_key" if word in rare else "(one.search_key || '')" for word in words)
    return " AND ".join(f"{key} LIKE %(word{at})s" for at, key in enumerate(sought))


def _all_looked_up(words: Sequence[str]) -> str:
    return " AND ".join(f"one.search_key LIKE %(word{at})s" for at in range(len(words)))


def words_of(text: str) -> list[str]:
    """What is typed, as the words that are kept to find by. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_plain(%s)", [_readable(text)])
        return list(cursor.fetchone()[0].split()[:MOST_WORDS])


def _readable(text: str) -> str:
    return _abbreviated(text.replace("\x00", "")[:LONGEST])


def _abbreviated(text: str) -> str:
    """With a state's name at the end as its postal abbreviation, which is what is kept."""
    lowered = text.strip().lower()
    for state in us.states.STATES_AND_TERRITORIES:
        name = state.name.lower()
        if lowered.endswith(f" {name}"):
            return f"{text.strip()[: -len(name)]} {state.abbr}"
    return text


def _found(row: Row) -> Found:
    pk, slug, name, kind, county, state, city, member, closed = row
    place = county if county and county != name else city
    return Found(
        id=pk,
        slug=slug,
        name=name,
        kind=OrganizationKind(kind),
        whereabouts=", ".join(part for part in (place, state.upper()) if part),
        member=member,
        closed=closed,
    )
