"""The jobs of this context by name, so that services can queue what is declared above them."""

from enum import StrEnum


class JobName(StrEnum):
    MAIL_OFFER = "aid.mail_offer"
    MAIL_ACCEPTANCE = "aid.mail_acceptance"
    MAIL_AMENDED = "aid.mail_amended"
    MAIL_MISSION_ORDER = "aid.mail_mission_order"
    MAIL_RECALL = "aid.mail_recall"
    MAIL_UNSIGNED = "aid.mail_unsigned"
    MAIL_ENDED = "aid.mail_ended"
    MAIL_WITHDRAWN = "aid.mail_withdrawn"
    PROPOSE_NEXT_BEST = "aid.propose_next_best"
    LOOK_AHEAD = "aid.look_ahead"
    WORK_OFF_MATCH = "aid.work_off_match"
    FORGET_OLD = "aid.forget_old"
    LAPSE_UNANSWERED = "aid.lapse_unanswered"
    LAPSE_UNSIGNED = "aid.lapse_unsigned"
