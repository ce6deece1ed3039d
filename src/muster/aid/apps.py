"""Django's handle on the aid package."""

from django.apps import AppConfig


class AidConfig(AppConfig):
    name = "muster.aid"
    label = "aid"

    def ready(self) -> None:
        from muster.aid import navigation

        navigation.register_pages()
