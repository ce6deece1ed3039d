"""Every address of the hub, context by context."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("muster.web.urls")),
    path("", include("muster.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("muster.directory.urls")),
    path("", include("muster.agreements.urls")),
    path("", include("muster.responders.urls")),
    path("", include("muster.aid.urls")),
    path("", include("muster.oversight.urls")),
    path("", include("muster.notify.urls")),
    path("api/v1/", include("muster.api.urls")),
]

handler400 = "muster.web.errors.bad_request"
handler403 = "muster.web.errors.permission_denied"
handler404 = "muster.web.errors.page_not_found"
handler500 = "muster.web.errors.server_error"
