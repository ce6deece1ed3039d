"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from muster.directory.views import organizations, tokens

app_name = "directory"

urlpatterns = [
    path("organizations/", organizations.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization_page, name="organization"),
    path("offices/<uuid:office_id>/tokens/", tokens.issue_token, name="issue_token"),
    path("tokens/<uuid:token_id>/", tokens.token_page, name="token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]
