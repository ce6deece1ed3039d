"""Django's handle on the authorization package: who a new connection belongs to."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate

from muster.authz import sight


class AuthzConfig(AppConfig):
    name = "muster.authz"
    label = "authz"

    def ready(self) -> None:
        connection_created.connect(_connected, dispatch_uid="muster.authz.sight")
        pre_migrate.connect(_migrating, dispatch_uid="muster.authz.sight")


def _connected(connection: Any, **signal: object) -> None:
    sight.begin(connection)


def _migrating(**signal: object) -> None:
    """A migration moves all rows or none."""
    sight.open_this_process()
