"""Addresses for signing in; passwords and second factors are allauth's."""

from __future__ import annotations

from django.urls import include, path

from muster.accounts.refusals import account_pages
from muster.accounts.views import codes, sessions, setting_up, showing, signing_in

app_name = "accounts"

urlpatterns = [
    path("account/", include(account_pages())),
    path("account/ways/", setting_up.ways, name="ways"),
    path("account/set-up/", setting_up.set_up, name="set_up"),
    path("account/codes/", codes.print_codes, name="print_codes"),
    path("account/show/", showing.show, name="show"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/<int:session_id>/end/", sessions.end, name="end_session"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", codes.sign_in_by_code, name="sign_in_by_code"),
    path("sign-in/sent/", signing_in.link_sent, name="link_sent"),
    path("sign-in/link/<str:secret>/", signing_in.sign_in_by_link, name="sign_in_by_link"),
    path("sign-in/demo/<str:ticket>/", signing_in.demo_sign_in, name="demo_sign_in"),
]
