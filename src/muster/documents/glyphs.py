"""Which characters a paper can show: typst's own fonts, no control characters, no hidden order."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import typst

_KEPT_CONTROLS = "\n\t"
# Arabic and Indic letters join or stay apart by these two, so they are spelling, not trickery.
_JOINERS = "\u200c\u200d"
_PROBE = b'#set document(title: "probe")\n#set text(lang: "en")\n#sys.inputs.text'


@lru_cache(maxsize=1)
def shipped_fonts() -> typst.Fonts:
    """The fonts inside typst and no others, so that every machine sets the same page."""
    return typst.Fonts(include_system_fonts=False)


def without_controls(text: str) -> str:
    """`text` without control and invisible format characters.

    Direction overrides are among them: they could make a name on a paper of authority read
    as another name. Half surrogates and unassigned code points become `[U+D800]`, because
    UTF-8 and XML do not carry them safely.
    """
    return "".join(_carried(character) for character in text.replace("\r\n", "\n"))


def drawable_only(text: str) -> str:
    """`text` with each character the shipped fonts cannot draw printed as `[U+738B]`."""
    return "".join(c if c.isascii() or _can_draw(c) else _by_number(c) for c in text)


def ascii_only(text: str) -> str:
    """`text` with everything beyond ASCII printed by number: the last resort."""
    return "".join(c if c.isascii() else _by_number(c) for c in text)


def _carried(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cs", "Cn"}:
        return _by_number(character)
    if category == "Cc" and character not in _KEPT_CONTROLS:
        return ""
    if category == "Cf" and character not in _JOINERS:
        return ""
    return character


def _by_number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


@lru_cache(maxsize=4096)
def _can_draw(character: str) -> bool:
    # typst has no call to ask a font for a glyph, but its PDF/A export refuses a missing one.
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            font_paths=shipped_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"text": character},
            pdf_standards="a-2u",
        )
    except typst.TypstError:
        return False
    return True
