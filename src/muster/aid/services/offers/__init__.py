"""Asking lenders, their answers, and the end of claims nobody answered."""

from muster.aid.services.offers.answering import (
    accept_offer,
    accept_terms,
    answer_provisionally,
    decline_offer,
)
from muster.aid.services.offers.ending import lapse_unanswered, withdraw_offer
from muster.aid.services.offers.sending import CLAIM, Selection, send_offers

__all__ = [
    "CLAIM",
    "Selection",
    "accept_offer",
    "accept_terms",
    "answer_provisionally",
    "decline_offer",
    "lapse_unanswered",
    "send_offers",
    "withdraw_offer",
]
