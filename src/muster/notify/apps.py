"""Django's handle on the notify package."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "muster.notify"
    label = "notify"
