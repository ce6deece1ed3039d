"""Addresses of the main road."""

from __future__ import annotations

from django.urls import path

from muster.aid.views import (
    amending,
    board,
    commitments,
    drafts,
    floors,
    home,
    lines,
    links,
    match_tasks,
    matching,
    offers,
    replaying,
    requests,
    tonight,
)

app_name = "aid"

urlpatterns = [
    path("", home.home, name="home"),
    path("roster/floors/<uuid:floor_id>/", floors.lowered, name="floor"),
    path("cover/", tonight.everybody, name="cover_map"),
    path("organizations/<slug:slug>/tonight/", tonight.tonight, name="tonight"),
    path("organizations/<slug:slug>/tonight/<slug:helper>/", tonight.between, name="cover_between"),
    path("board/", board.board, name="board"),
    path("board/match/", matching.match_all, name="match_all"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", drafts.start, name="start_draft"),
    path("requests/draft/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("requests/draft/<uuid:draft_id>/save/", drafts.autosave, name="autosave"),
    path("requests/<str:number>/", requests.request_page, name="request"),
    path("requests/<str:number>/cancel/", requests.cancel, name="cancel_request"),
    path("requests/<str:number>/close/", requests.close, name="close_request"),
    path("requests/<str:number>/amend/", amending.amend, name="amend"),
    path("requests/<str:number>/more/", amending.more, name="more"),
    path("requests/<str:number>/match/", matching.match, name="match"),
    path("requests/<str:number>/match/send/", matching.send, name="send_offers"),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/everybody/",
        matching.everybody,
        name="everybody",
    ),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/instead/<uuid:helper_id>/",
        matching.instead,
        name="instead",
    ),
    path("requests/<str:number>/lines/<uuid:need_id>/", lines.line_page, name="line"),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/count/",
        lines.change_count,
        name="change_count",
    ),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/cancel/",
        lines.cancel_line,
        name="cancel_line",
    ),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/unable/",
        lines.unable_to_fill,
        name="unable_to_fill",
    ),
    path(
        "requests/<str:number>/lines/<uuid:need_id>/reopen/",
        lines.reopen_line,
        name="reopen_line",
    ),
    path("matches/under-way/<uuid:task_id>/", match_tasks.match_task, name="match_task"),
    path("matches/under-way/<uuid:task_id>/stop/", match_tasks.stop, name="stop_match"),
    path("matches/under-way/<uuid:task_id>/again/", match_tasks.again, name="match_once_more"),
    path("matches/under-way/<uuid:task_id>/here/", match_tasks.run_here, name="match_here"),
    path("matches/<uuid:run_id>/replay/", replaying.replay_match, name="replay_match"),
    path("offers/", offers.offer_list, name="offers"),
    path("offers/<uuid:offer_id>/", offers.offer_page, name="offer"),
    path("offers/<uuid:offer_id>/terms/", offers.accept_terms, name="offer_terms"),
    path("offers/<uuid:offer_id>/accept/", offers.accept, name="offer_accept"),
    path("offers/<uuid:offer_id>/provisional/", offers.provisional, name="offer_provisional"),
    path("offers/<uuid:offer_id>/decline/", offers.decline, name="offer_decline"),
    path("offers/<uuid:offer_id>/withdraw/", offers.withdraw, name="offer_withdraw"),
    path("o/answered/<str:receipt>/", links.answered, name="answered"),
    path("o/<str:secret>/", links.offer_link, name="offer_link"),
    path("commitments/<uuid:commitment_id>/", commitments.commitment_page, name="commitment"),
    path("commitments/<uuid:commitment_id>/accept/", commitments.accept, name="commitment_accept"),
    path(
        "commitments/<uuid:commitment_id>/turn-down/",
        commitments.turn_down,
        name="commitment_turn_down",
    ),
    path(
        "commitments/<uuid:commitment_id>/release/",
        commitments.release,
        name="commitment_release",
    ),
    path("commitments/<uuid:commitment_id>/recall/", commitments.recall, name="commitment_recall"),
    path("missions/", commitments.mission_list, name="missions"),
    path("missions/<str:number>/", commitments.mission_page, name="mission"),
    path("missions/<str:number>/order.pdf", commitments.mission_order, name="mission_order"),
    path("verify/", commitments.verify, name="verify_form"),
    path("verify/<str:code>/", commitments.verify, name="verify"),
]
