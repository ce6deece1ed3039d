"""Addresses of the demo mailbox."""

from __future__ import annotations

from django.urls import path

from muster.notify import views

app_name = "notify"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:message_id>/", views.message, name="message"),
]
