"""Addresses of the shell itself."""

from __future__ import annotations

from django.urls import path

from muster.web import disclosure, style_guide

app_name = "web"

urlpatterns = [
    path("style-guide/", style_guide.style_guide, name="style_guide"),
    path("security/", disclosure.disclosure, name="disclosure"),
    path(".well-known/security.txt", disclosure.security_txt, name="security_txt"),
]
