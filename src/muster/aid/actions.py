"""Every action of this context that the audit chain records."""

from enum import StrEnum


class Action(StrEnum):
    REQUEST_DRAFTED = "aid:request:drafted"
    REQUEST_SENT = "aid:request:sent"
    REQUEST_AMENDED = "aid:request:amended"
    REQUEST_CANCELLED = "aid:request:cancelled"
    REQUEST_CLOSED = "aid:request:closed"
    NEED_UNABLE_TO_FILL = "aid:need:unable_to_fill"
    NEED_REOPENED = "aid:need:reopened"
    NEED_CANCELLED = "aid:need:cancelled"
    MATCH_PROPOSED = "aid:match:proposed"
    OFFER_SENT = "aid:offer:sent"
    OFFER_LINK_MAILED = "aid:offer:link_mailed"
    OFFER_TERMS_ACCEPTED = "aid:offer:terms_accepted"
    OFFER_ACCEPTED = "aid:offer:accepted"
    OFFER_PROVISIONAL = "aid:offer:provisional"
    OFFER_DECLINED = "aid:offer:declined"
    OFFER_LAPSED = "aid:offer:lapsed"
    OFFER_WITHDRAWN = "aid:offer:withdrawn"
    COMMITMENT_BOUND = "aid:commitment:bound"
    COMMITMENT_CANCELLED = "aid:commitment:cancelled"
    COMMITMENT_RELEASED = "aid:commitment:released"
    COMMITMENT_RECALLED = "aid:commitment:recalled"
    MISSION_ORDERED = "aid:mission:ordered"
    MISSION_ORDER_READ = "aid:mission_order:read"
