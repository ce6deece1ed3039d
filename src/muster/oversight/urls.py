"""Addresses of the audit record."""

from __future__ import annotations

from django.urls import path

from muster.oversight import views

app_name = "oversight"

urlpatterns = [
    path("audit/", views.audit_log, name="audit_log"),
    path("audit/export/", views.export, name="export"),
]
