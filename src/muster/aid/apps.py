"""Django's handle on the aid package."""

from django.apps import AppConfig


class AidConfig(AppConfig):
    name = "muster.aid"
    label = "aid"

    def ready(self) -> None:
        from muster.aid import navigation
        from muster.aid.queries.promises import promised
        from muster.aid.queries.standing import under_way
        from muster.directory.promises import register
        from muster.directory.services.organization_ends import register_under_way

        navigation.register_pages()
        register(promised)
        register_under_way(under_way)
