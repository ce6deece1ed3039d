"""Django's handle on the responders package."""

from django.apps import AppConfig


class RespondersConfig(AppConfig):
    name = "muster.responders"
    label = "responders"

    def ready(self) -> None:
        from muster.responders import navigation
        from muster.responders.services import work_roles

        navigation.register_pages()
        work_roles.register()
