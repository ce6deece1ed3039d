"""Django's handle on the agreements package."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "muster.agreements"
    label = "agreements"

    def ready(self) -> None:
        from muster.agreements import navigation
        from muster.agreements.queries.promises import promised
        from muster.directory.promises import register

        register(promised)
        navigation.register_pages()
