"""The legal ground as it would be with acts that nobody has supplied yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from muster.domain.acts import ActKind, Side
from muster.domain.coverage import LegalBook
from muster.domain.instruments import Act, Instrument, Membership
from muster.domain.windows import Window

AROUND = timedelta(days=3650)
"""What is supposed holds long before and long after the question."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """Acts of one kind, of one organization or, without `organization_id`, of all who lack them.

    An accession joins every agreement that is open to the organization.
    """

    kind: ActKind
    organization_id: str = ""

    def book(self, book: LegalBook, at: datetime) -> LegalBook:
        """The book with these acts in force around `at`."""
        always = Window(at - AROUND, at + AROUND)
        if self.kind is ActKind.ACCESSION:
            joined = tuple(self._joined(one, always) for one in book.instruments)
            return LegalBook(joined, book.acts)
        if self.organization_id:
            of = frozenset({self.organization_id})
            act = Act(self.kind, of, always, reference="if it were supplied")
            return LegalBook(book.instruments, (*book.acts, act))
        return LegalBook(tuple(self._without(one) for one in book.instruments), book.acts)

    def matters(self, book: LegalBook, asking_ids: Iterable[str]) -> bool:
        """Whether anything could change for these organizations; False only if nothing can."""
        return any(
            self._asked_by(instrument)
            for asking in asking_ids
            for instrument in book.instruments_of(asking)
        )

    def touches(self, book: LegalBook, requesting_id: str, assisting_id: str) -> bool:
        """Whether any instrument between the two asks either side for this."""
        sides = {Side.REQUESTING: requesting_id, Side.ASSISTING: assisting_id}
        if self.kind is ActKind.ACCESSION:
            return any(
                instrument.may_join(one, side)
                for instrument in book.between(requesting_id, assisting_id)
                for side, one in sides.items()
                if self._is_of(one)
            )
        return any(
            self.kind in required.kinds and self._is_of(sides[required.side])
            for instrument in book.between(requesting_id, assisting_id)
            for required in instrument.required_acts
        )

    def _is_of(self, organization_id: str) -> bool:
        return self.organization_id in ("", organization_id)

    def _asked_by(self, instrument: Instrument) -> bool:
        if self.kind is ActKind.ACCESSION:
            return any(self._is_of(one) for one in instrument.eligible_ids)
        return any(self.kind in required.kinds for required in instrument.required_acts)

    def _joined(self, instrument: Instrument, always: Window) -> Instrument:
        eligible = sorted(one for one in instrument.eligible_ids if self._is_of(one))
        if not eligible:
            return instrument
        may_request, may_assist = (side in instrument.eligible_sides for side in Side)
        new = tuple(Membership(one, always, may_request, may_assist) for one in eligible)
        return replace(instrument, memberships=(*instrument.memberships, *new))

    def _without(self, instrument: Instrument) -> Instrument:
        rest = tuple(one for one in instrument.required_acts if self.kind not in one.kinds)
        return replace(instrument, required_acts=rest)
