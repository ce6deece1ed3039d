"""What each government of the scenario asks for, as an order the services accept. Synthetic."""

from __future__ import annotations

from datetime import datetime

from muster.demo.texas_2019.needs import needs_of
from muster.demo.texas_2019.victims import Victim
from muster.domain.orders import Order, OrderLine
from muster.domain.positions import BY_CODE
from muster.domain.tlp import Label

SYSTEMS_DOWN = ("email", "logins", "files")


def order_of(victim: Victim, *, noticed_at: datetime, starts_at: datetime) -> Order:
    """An exercise order with all lines of the victim, for as long as its people are asked.

    An order has one window, so equipment is asked for as long as the people are.
    """
    rows = needs_of(victim)
    days = max(row.days for row in rows if not BY_CODE[row.position].is_kit)
    return Order(
        kind="ransomware",
        what_happened="EXERCISE. Synthetic text: all servers and most computers are encrypted.",
        systems_down=SYSTEMS_DOWN,
        lines=tuple(
            OrderLine(
                position=row.position,
                count=row.count,
                minimum_level=row.minimum_level,
                mode=row.mode,
                priority=row.priority,
            )
            for row in rows
        ),
        starts_at=starts_at,
        hours=24 * days,
        where_to_report=f"Main entrance, seat of the {victim.name} (synthetic)",
        call_back_name=f"Synthetic contact ({victim.name})",
        call_back_number="+1 512 555 0100",
        local_declaration=False,
        tlp=Label.AMBER,
        noticed_at=noticed_at,
        exercise=True,
    )
