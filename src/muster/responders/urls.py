"""Addresses of the responders context."""

from __future__ import annotations

from django.urls import path

from muster.responders import views

app_name = "responders"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/away/<uuid:absence_id>/remove/", views.remove_absence, name="remove_absence"),
    path("roster/", views.roster, name="roster"),
    path("roster/<uuid:responder_id>/remove/", views.remove, name="remove"),
]
