"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from muster.directory.views import (
    call_list,
    domains,
    lists,
    organizations,
    rota,
    rota_import,
    tokens,
)

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
    path("rota/", rota.own_rota, name="own_rota"),
    path("organizations/<slug:slug>/rota/", rota.rota_page, name="rota"),
    path("organizations/<slug:slug>/rota/add/", rota.add, name="rota_add"),
    path("organizations/<slug:slug>/rota/weekly/", rota.add_weekly, name="rota_weekly"),
    path("organizations/<slug:slug>/rota/history/", rota.history, name="rota_history"),
    path("organizations/<slug:slug>/rota/time-zone/", rota.time_zone, name="rota_zone"),
    path("organizations/<slug:slug>/rota/import/", rota_import.import_calendar, name="rota_import"),
    path("organizations/<slug:slug>/rota/on-call.ics", rota.export, name="rota_export"),
    path("organizations/<slug:slug>/rota/shifts/<uuid:shift_id>/", rota.shift, name="rota_shift"),
    path(
        "organizations/<slug:slug>/rota/shifts/<uuid:shift_id>/remove/",
        rota.remove,
        name="rota_remove",
    ),
    path(
        "organizations/<slug:slug>/rota/changes/<uuid:change_id>/undo/",
        rota.undo,
        name="rota_undo",
    ),
    path("organizations/<slug:slug>/call-list/", call_list.of_one, name="organization_call_list"),
    path("call-list/", call_list.whole_list, name="call_list"),
    path("call-list/call-list.csv", call_list.csv_list, name="call_list_csv"),
    path("offices/<uuid:office_id>/tokens/", tokens.issue_token, name="issue_token"),
    path("tokens/<uuid:token_id>/", tokens.token_page, name="token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]
