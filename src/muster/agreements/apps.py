"""Django's handle on the agreements package."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "muster.agreements"
    label = "agreements"

    def ready(self) -> None:
        from muster.agreements import navigation

        navigation.register_pages()
