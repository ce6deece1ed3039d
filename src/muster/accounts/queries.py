"""The ways in that somebody has."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from muster.accounts.models import CodeSheet, Person


@dataclass(frozen=True, slots=True)
class OwnWays:
    """What a person can show beside a mailbox. Counts of passkeys and of codes not used yet."""

    passkeys: int
    app: bool
    codes_left: int

    @property
    def any(self) -> bool:
        """Something the person has that is not their mailbox; a password can be reset by mail."""
        return bool(self.passkeys or self.app or self.codes_left)

    @property
    def count(self) -> int:
        return bool(self.passkeys) + self.app + bool(self.codes_left)

    @property
    def in_an_outage(self) -> bool:
        """Whether one of them works when mail and phone of the organization are gone: paper."""
        return bool(self.codes_left)


def own_ways(person: Person) -> OwnWays:
    """Two queries."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    sheet = live_sheet(person)
    return OwnWays(
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        app=Authenticator.Type.TOTP in kinds,
        codes_left=sum(code.used_at is None for code in sheet.codes.all()) if sheet else 0,
    )


def passkeys(person: Person) -> list[Authenticator]:
    """In the order they were added."""
    return list(
        Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by(
            "created_at"
        )
    )


def live_sheet(person: Person) -> CodeSheet | None:
    """The sheet that counts, with its codes."""
    return CodeSheet.objects.filter(person=person, ended_at=None).prefetch_related("codes").first()
