"""Addresses of the aid context."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "aid"

urlpatterns: list[URLPattern] = []
