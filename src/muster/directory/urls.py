"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from muster.directory.views import (
    affiliation,
    call_list,
    domains,
    joining,
    joining_desk,
    lists,
    organizations,
    organizations_entered,
    rota,
    rota_import,
    tokens,
)

app_name = "directory"

urlpatterns = [
    path("organizations/", organizations.organization_list, name="organizations"),
    path("organizations/new/", organizations_entered.add_partner, name="add_partner"),
    path("organizations/<slug:slug>/", organizations.organization_page, name="organization"),
    path("organizations/<slug:slug>/bodies/new/", organizations_entered.add_body, name="add_body"),
    path(
        "organizations/<slug:slug>/correct/",
        organizations_entered.correct,
        name="correct_organization",
    ),
    path("organizations/<slug:slug>/move/", organizations_entered.move, name="move_organization"),
    path(
        "organizations/<slug:slug>/close/", organizations_entered.close, name="close_organization"
    ),
    path(
        "organizations/<slug:slug>/reopen/",
        organizations_entered.reopen,
        name="reopen_organization",
    ),
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
    path("organizations/<slug:slug>/proof/", affiliation.affiliation_page, name="affiliation"),
    path("organizations/<slug:slug>/proof/again/", affiliation.renew, name="renew"),
    path("organizations/<slug:slug>/domains/", affiliation.record_domain, name="record_domain"),
    path("domains/<uuid:claim_id>/withdraw/", affiliation.withdraw_domain, name="withdraw_domain"),
    path("proofs/<uuid:proof_id>/revoke/", affiliation.revoke, name="revoke_proof"),
    path("offices/<uuid:office_id>/tokens/", tokens.issue_token, name="issue_token"),
    path("tokens/<uuid:token_id>/", tokens.token_page, name="token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("tenures/<uuid:tenure_id>/end/", affiliation.end_tenure_page, name="end_tenure"),
    path("join/", joining.find_government, name="join"),
    path("join/for/<slug:slug>/", joining.ask, name="join_ask"),
    path("join/mail/<str:secret>/", joining.join_by_mail, name="join_by_mail"),
    path("join/<str:secret>/", joining.join_page, name="join_page"),
    path("join/<str:secret>/link/", joining.send_link, name="join_link"),
    path("join/<str:secret>/code/", joining.type_code, name="join_code"),
    path("join/<str:secret>/members/", joining.name_voucher, name="join_voucher"),
    path("join/<str:secret>/withdraw/", joining.withdraw, name="join_withdraw"),
    path("joining/", joining_desk.joining_list, name="joining"),
    path("joining/<uuid:request_id>/", joining_desk.joining_request, name="joining_request"),
    path("joining/<uuid:request_id>/refuse/", joining_desk.refuse, name="joining_refuse"),
    path("joining/<uuid:request_id>/agree/", joining_desk.agree, name="joining_agree"),
    path("joining/<uuid:request_id>/code/", joining_desk.issue_code, name="joining_issue"),
    path("joining/codes/<uuid:code_id>/", joining_desk.joining_code, name="joining_code"),
    path("joining/codes/<uuid:code_id>/letter/", joining_desk.code_letter, name="code_letter"),
    path("joining/vouches/<uuid:vouch_id>/", joining_desk.vouch, name="joining_vouch"),
]
