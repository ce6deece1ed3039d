"""Addresses of the agreements context."""

from __future__ import annotations

from django.urls import path

from muster.agreements import views

app_name = "agreements"

urlpatterns = [
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/declare/", views.declare, name="declare"),
    path("agreements/<slug:slug>/", views.agreement_page, name="agreement"),
    path("agreements/<slug:slug>/sign/", views.sign, name="sign"),
]
