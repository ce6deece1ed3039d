"""Django's handle on the jobs package."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "muster.jobs"
    label = "jobs"
