"""Django's handle on the directory package."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "muster.directory"
    label = "directory"

    def ready(self) -> None:
        from muster.directory import navigation

        navigation.register_pages()
