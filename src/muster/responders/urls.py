"""Addresses of the responders context."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "responders"

urlpatterns: list[URLPattern] = []
