"""A person, and the mail links they sign in with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from muster.domain.ids import uuid7
from muster.web.destinations import LONGEST


class PersonManager(BaseUserManager["Person"]):
    """Makes people; without a password they sign in by mail link."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do hangs on the offices they hold.

    `demo_rank` orders the people of a demo hub on its sign-in page; 0 leaves a person out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    synthetic = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    demo_rank = models.PositiveSmallIntegerField(default=0)
    demo_part = models.CharField(max_length=200, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique")]

    def __str__(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A mail link that signs one person in once. Only its digest is kept.

    `destination` is the page it leads to, on whichever device it is opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    destination = models.CharField(max_length=LONGEST, blank=True)

    def __str__(self) -> str:
        return f"link for {self.person_id}"


class CodeSheet(models.Model):
    """A printed sheet of single-use codes. A new one ends the one before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="code_sheets")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="code_sheet_one_for_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"codes of {self.person_id}"


class PrintedCode(models.Model):
    """One code of a sheet; `place` is its line. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(CodeSheet, on_delete=models.CASCADE, related_name="codes")
    place = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "place"], name="printed_code_one_on_a_line")
        ]

    def __str__(self) -> str:
        return f"code {self.place} of {self.sheet_id}"
