"""QR codes as plain SVG, for a web page under a strict CSP and for a typst paper alike."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from muster.documents.glyphs import without_controls

# Level M reads with 15% of the code damaged: a folded, photocopied paper still scans.
_DAMAGE_LEVEL = ERROR_CORRECT_M
# ISO/IEC 18004 asks for four light modules on every side.
_QUIET_ZONE = 4
_MOST_BYTES = 2331


def qr_svg(text: str, *, title: str = "") -> str:
    """A black-on-white SVG of the QR code for `text`; one user unit is one module.

    `title` is what a screen reader says; by default it names the text. The size on the page is
    the caller's to set. Raises ValueError when `text` is empty or longer than a code can hold.
    """
    rows = qr_modules(text)
    spoken = without_controls(title or f"QR code that holds: {text}")
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label={quoteattr(spoken)} shape-rendering="crispEdges">'
        f"<title>{escape(spoken)}</title>"
        f'<rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path fill="#000" d="{_path(rows)}"/></svg>'
    )


def qr_modules(text: str) -> list[list[bool]]:
    """The code as square rows of modules, quiet zone included; True is dark."""
    if not text:
        raise ValueError("Give the QR code something to hold.")
    held = text.encode()
    code = QRCode(error_correction=_DAMAGE_LEVEL, border=_QUIET_ZONE)
    try:
        code.add_data(held)
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise ValueError(
            f"Shorten the text: a QR code holds at most {_MOST_BYTES} bytes at this level."
        ) from error
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _path(rows: Sequence[Sequence[bool]]) -> str:
    """One closed rectangle for each horizontal run of dark modules."""
    parts: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    return "".join(parts)
