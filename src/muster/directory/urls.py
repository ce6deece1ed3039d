"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from muster.directory.views import domains, lists, organizations, tokens

app_name = "directory"

urlpatterns = [
    path("organizations/", organizations.organization_list, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization_page, name="organization"),
    path("lists/", lists.official_lists, name="lists"),
    path("lists/tasks/<uuid:task_id>/", lists.import_task, name="import_task"),
    path("lists/imports/<uuid:import_id>/", lists.import_page, name="import"),
    path("lists/domains/", domains.domains, name="domains"),
    path("lists/domains/<uuid:domain_id>/", domains.domain, name="domain"),
    path("lists/domains/<uuid:domain_id>/decide/", domains.decide, name="decide_domain"),
    path("lists/domains/<uuid:domain_id>/reopen/", domains.reopen, name="reopen_domain"),
    path("offices/<uuid:office_id>/tokens/", tokens.issue_token, name="issue_token"),
    path("tokens/<uuid:token_id>/", tokens.token_page, name="token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]
