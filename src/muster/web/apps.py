"""The web shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class WebConfig(AppConfig):
    name = "muster.web"
    label = "web"
    verbose_name = "Pages and shell"

    def ready(self) -> None:
        from muster.web.navigation import unreachable_entries

        checks.register(unreachable_entries, checks.Tags.urls)
