"""Turn a typst layout and plain data into a tagged, archival PDF (PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

import typst

from muster.documents.glyphs import ascii_only, drawable_only, shipped_fonts, without_controls

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | float | bool | None"

# Values arrive as strings that typst parses as JSON and shows as text. Nothing in them is ever
# part of the source, so nothing in them can be markup or code.
_PRELUDE = """\
#let (title: document-title, data: data) = json(bytes(sys.inputs.values))
#set document(title: document-title, date: auto)
#set text(lang: sys.inputs.lang, font: ("Libertinus Serif", "DejaVu Sans Mono"))
"""


class DocumentError(RuntimeError):
    """The layout could not be made into an accessible PDF. The message says what typst found."""


def render_pdf(
    *, source: str, data: Mapping[str, JSON], title: str, issued_at: datetime, lang: str = "en"
) -> bytes:
    """The PDF of `source`, a typst layout that reads its values from the variable `data`.

    The same arguments give the same bytes: `issued_at` is the only date in the file, and only
    the fonts inside typst are used. Characters those fonts cannot draw are printed by number,
    as `[U+738B]`. `lang` is an ISO 639 code.

    Raises ValueError for an empty title or a date without a timezone, and DocumentError when
    the layout is broken or not accessible (no alt text, a skipped heading).
    """
    if issued_at.tzinfo is None:
        raise ValueError("Give the date of issue with a timezone.")
    if not title.strip():
        raise ValueError("Give the document a title. Screen readers announce it first.")
    shown: JSON = {"title": title, "data": data}
    refused: typst.TypstError | None = None
    # A name printed by number still gets a team through the door; a missing paper does not.
    for change in (without_controls, drawable_only, ascii_only):
        simpler = _each_string(shown, change)
        if refused is not None and simpler == shown:
            continue
        shown = simpler
        try:
            return _compiled(source, shown, issued_at=issued_at, lang=lang)
        except typst.TypstError as error:
            refused = error
    raise _explained(refused)


def _compiled(source: str, values: JSON, *, issued_at: datetime, lang: str) -> bytes:
    return typst.compile(
        (_PRELUDE + source).encode(),
        format="pdf",
        font_paths=shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, allow_nan=False), "lang": lang},
        # PDF/A-4 needs PDF 2.0 and PDF/UA-1 needs 1.x: A-2a is the strictest archive profile left.
        pdf_standards=["ua-1", "a-2a"],
        timestamp=issued_at.astimezone(UTC).replace(microsecond=0),
    )


def _each_string(value: JSON, change: Callable[[str], str]) -> JSON:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_string(item, change) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_each_string(item, change) for item in value]
    return value


def _explained(error: typst.TypstError | None) -> DocumentError:
    if error is None:
        return DocumentError("typst gave no result and no reason. Try again.")
    hints = "".join(f" Hint: {hint}." for hint in error.hints)
    return DocumentError(f"Fix the layout: typst refused it. {error.message}.{hints}")
