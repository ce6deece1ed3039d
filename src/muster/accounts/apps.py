"""Django's handle on the accounts package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "muster.accounts"
    label = "accounts"

    def ready(self) -> None:
        from muster.accounts import navigation, watching

        navigation.register_pages()
        watching.watch()
