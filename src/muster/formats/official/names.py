"""Names as people write them, from files that give all small or all capital letters."""

from __future__ import annotations

import re

_SMALL = frozenset({"of", "and", "the", "for", "at", "in", "on", "with", "to", "by", "de", "del"})
_NOT_INITIALS_TEXT = """
    bd ch chrtr chtr clg clk cmbn cnt cnter cntr cnty cntrl ctl ctr ctrl ctrs dr dst ft hbr hght
    hts jnt jr jt ln mltr mt mtn nd ph plt prg rd rds rk sch schl schls schs shlb spgs sr srv st
    svcs th trmnt trn twp pblc pgm mc
    """
_NOT_INITIALS = frozenset(_NOT_INITIALS_TEXT.split())
_INITIALS_TEXT = """
    isd cusd ccsd csd usd uhsd uesd jusd esd hsd rsd psd gsd msd resd jvsd cisd chsd ii iii iv vi
    vii viii ix aea aibt boces bocs cea dba jted kipp ucp lea rop rocp soc asu us usa
    """
_INITIALS = frozenset(_INITIALS_TEXT.split())
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def readable(name: str) -> str:
    """Capital first letters where the whole name is of one case; a mixed name stays as it is."""
    if name not in (name.lower(), name.upper()):
        return name
    shown = _PIECE.sub(lambda match: _word(match.group()), name.lower())
    for small in _SMALL:
        shown = re.sub(rf"(?<=\s){small.capitalize()}(?=\s)", small, shown)
    return shown


def _word(piece: str) -> str:
    if piece in _INITIALS:
        return piece.upper()
    if any(sign.isdigit() for sign in piece):
        return piece if re.fullmatch(r"\d+(st|nd|rd|th)", piece) else piece.upper()
    if not re.search("[aeiouyáéíóúü'’]", piece) and piece not in _NOT_INITIALS:
        return piece.upper()
    if re.fullmatch(r"mc[a-z]{3,}", piece):
        return "Mc" + piece[2:].capitalize()
    if re.fullmatch(r"o['’][a-z]{3,}", piece):
        return "O" + piece[1] + piece[2:].capitalize()
    return piece.capitalize()
