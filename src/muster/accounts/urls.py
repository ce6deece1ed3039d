"""Addresses for signing in; passwords and second factors are allauth's."""

from __future__ import annotations

from django.urls import include, path

from muster.accounts import views
from muster.accounts.refusals import account_pages

app_name = "accounts"

urlpatterns = [
    path("account/", include(account_pages())),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/sent/", views.link_sent, name="link_sent"),
    path("sign-in/link/<str:secret>/", views.sign_in_by_link, name="sign_in_by_link"),
    path("sign-in/demo/<str:ticket>/", views.demo_sign_in, name="demo_sign_in"),
]
