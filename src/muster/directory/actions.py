"""What the audit chain records about organizations, joining and affiliation."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    JOINING_ASKED = "directory:joining_request:asked"
    RENEWAL_ASKED = "directory:joining_request:renewal_asked"
    ADDRESS_CONFIRMED = "directory:joining_request:address_confirmed"
    CONSENT_ASKED = "directory:joining_request:consent_asked"
    CODE_ISSUED = "directory:joining_code:issued"
    CODE_LOCKED = "directory:joining_code:locked"
    VOUCH_ASKED = "directory:vouch:asked"
    VOUCH_CONFIRMED = "directory:vouch:confirmed"
    VOUCH_DECLINED = "directory:vouch:declined"
    JOINING_REFUSED = "directory:joining_request:refused"
    JOINING_WITHDRAWN = "directory:joining_request:withdrawn"
    JOINING_LAPSED = "directory:joining_request:lapsed"
    AFFILIATION_PROVEN = "directory:affiliation:proven"
    AFFILIATION_REVOKED = "directory:affiliation:revoked"
    AFFILIATION_REMINDED = "directory:affiliation:reminded"
    ORGANIZATION_ADDED = "directory:organization:added"
    ORGANIZATION_CORRECTED = "directory:organization:corrected"
    ORGANIZATION_MOVED = "directory:organization:moved"
    ORGANIZATION_CLOSED = "directory:organization:closed"
    ORGANIZATION_REOPENED = "directory:organization:reopened"
    ORGANIZATION_JOINED = "directory:organization:joined"
    TENURE_OPENED = "directory:tenure:opened"
    DOMAIN_RECORDED = "directory:domain_claim:recorded"
    DOMAIN_WITHDRAWN = "directory:domain_claim:withdrawn"
