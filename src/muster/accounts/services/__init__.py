"""Use cases of people who sign in."""

from muster.accounts.services.codes import make_sheet, use_code
from muster.accounts.services.links import (
    LINK_LIFE,
    LINKS_AT_ONCE,
    ask_for_link,
    confirm_address,
    make_link,
    open_link,
    use_link,
)
from muster.accounts.services.sessions import end_other_sessions, end_session
from muster.accounts.services.ways import note_way_added, note_way_removed

__all__ = [
    "LINKS_AT_ONCE",
    "LINK_LIFE",
    "ask_for_link",
    "confirm_address",
    "end_other_sessions",
    "end_session",
    "make_link",
    "make_sheet",
    "note_way_added",
    "note_way_removed",
    "open_link",
    "use_code",
    "use_link",
]
