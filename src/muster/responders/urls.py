"""Addresses of the responders context."""

from __future__ import annotations

from django.urls import path

from muster.responders.views import kit, me, roster

app_name = "responders"

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/away/<uuid:absence_id>/remove/", me.remove_absence, name="remove_absence"),
    path("roster/", roster.roster, name="roster"),
    path("roster/add/", roster.add, name="add"),
    path("roster/removed/", roster.removed, name="removed"),
    path("roster/equipment/", kit.kit, name="kit"),
    path("roster/equipment/add/", kit.add, name="add_kit"),
    path("roster/equipment/<uuid:kit_id>/", kit.change, name="change_kit"),
    path("roster/<uuid:responder_id>/", roster.change, name="change"),
    path("roster/<uuid:responder_id>/remove/", roster.remove, name="remove"),
    path("roster/<uuid:responder_id>/restore/", roster.restore, name="restore"),
]
