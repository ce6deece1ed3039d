"""Django's handle on the oversight package."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "muster.oversight"
    label = "oversight"

    def ready(self) -> None:
        from muster.oversight import navigation

        navigation.register_pages()
