"""Addresses of the agreements context."""

from __future__ import annotations

from django.urls import path

from muster.agreements.views import declarations, instruments, shapes

app_name = "agreements"

urlpatterns = [
    path("agreements/", instruments.agreement_list, name="agreements"),
    path("agreements/declare/", declarations.declare, name="declare"),
    path("agreements/supply/", declarations.supply, name="supply"),
    path("agreements/templates/", shapes.shape_list, name="shapes"),
    path("agreements/templates/<slug:slug>/", shapes.shape_page, name="shape"),
    path("agreements/<slug:slug>/", instruments.agreement_page, name="agreement"),
    path("agreements/<slug:slug>/sign/", instruments.sign, name="sign"),
    path("declarations/<uuid:declaration_id>/", declarations.declaration_page, name="declaration"),
    path("declarations/<uuid:declaration_id>/end/", declarations.end, name="end_declaration"),
    path(
        "declarations/<uuid:declaration_id>/withdraw/",
        declarations.withdraw,
        name="withdraw_declaration",
    ),
]
