"""The jobs of this context by name, so that services can queue what is declared above them."""

from enum import StrEnum


class JobName(StrEnum):
    MAIL_SEATED = "directory.mail_seated"
    MAIL_VACANT = "directory.mail_vacant"
    ALARM_VACANCIES = "directory.alarm_vacancies"
    ASK_TO_AFFIRM = "directory.ask_to_affirm"
    MAIL_AFFIRM = "directory.mail_affirm"
    READ_LIST = "directory.read_list"
    MAIL_ADDRESS_LINK = "directory.mail_address_link"
    MAIL_NEW_REQUEST = "directory.mail_new_request"
    MAIL_CONSENT_ASKED = "directory.mail_consent_asked"
    MAIL_VOUCH_ASKED = "directory.mail_vouch_asked"
    MAIL_VOUCH_DECLINED = "directory.mail_vouch_declined"
    MAIL_CODE_ISSUED = "directory.mail_code_issued"
    MAIL_WELCOME = "directory.mail_welcome"
    MAIL_REFUSED = "directory.mail_refused"
    MAIL_REMINDER = "directory.mail_reminder"
    REMIND_OF_ENDS = "directory.remind_of_ends"
    LAPSE_REQUESTS = "directory.lapse_requests"
    FORGET_CONTACTS = "directory.forget_contacts"
