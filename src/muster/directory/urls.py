"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from muster.directory import views

app_name = "directory"

urlpatterns = [
    path("organizations/", views.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", views.organization_page, name="organization"),
    path("offices/<uuid:office_id>/tokens/", views.issue_token, name="issue_token"),
    path("tokens/<uuid:token_id>/", views.token_page, name="token"),
    path("tokens/<uuid:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]
