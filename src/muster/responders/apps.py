"""Django's handle on the responders package."""

from django.apps import AppConfig


class RespondersConfig(AppConfig):
    name = "muster.responders"
    label = "responders"

    def ready(self) -> None:
        from muster.responders import navigation

        navigation.register_pages()
