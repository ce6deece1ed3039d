"""Addresses of the agreements context."""

from __future__ import annotations

from django.urls import path

from muster.agreements.views import (
    acts,
    declarations,
    drafts,
    instruments,
    membership,
    papers,
    proposing,
    seals,
    shapes,
    versions,
)

app_name = "agreements"

urlpatterns = [
    path("agreements/", instruments.agreement_list, name="agreements"),
    path("agreements/declare/", declarations.declare, name="declare"),
    path("agreements/supply/", declarations.supply, name="supply"),
    path("agreements/templates/", shapes.shape_list, name="shapes"),
    path("agreements/templates/<slug:slug>/", shapes.shape_page, name="shape"),
    path("agreements/new/", drafts.begin, name="begin"),
    path("agreements/<slug:slug>/", instruments.agreement_page, name="agreement"),
    path("agreements/<slug:slug>/sign/", instruments.sign, name="sign"),
    path("agreements/<slug:slug>/draft/", drafts.edit, name="draft"),
    path("agreements/<slug:slug>/draft/begin/", drafts.next_version, name="next_version"),
    path("agreements/<slug:slug>/draft/discard/", drafts.discard, name="discard"),
    path("agreements/<slug:slug>/draft/propose/", proposing.propose, name="propose"),
    path("agreements/<slug:slug>/record/", acts.record, name="record_act"),
    path("agreements/<slug:slug>/on-paper/", papers.on_paper, name="on_paper"),
    path("papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("seals/", seals.seals, name="seals"),
    path("seals/root.pem", seals.root_certificate, name="root_certificate"),
    path("acts/<uuid:act_id>/withdraw/", acts.withdraw, name="withdraw_act"),
    path("agreements/<slug:slug>/parties/", proposing.parties, name="parties"),
    path("agreements/<slug:slug>/leave/", membership.leave, name="leave"),
    path("agreements/<slug:slug>/stay/", membership.stay, name="stay"),
    path("agreements/<slug:slug>/versions/<int:number>/", versions.version_page, name="version"),
    path("agreements/<slug:slug>/versions/<int:number>/compare/", versions.compare, name="compare"),
    path("agreements/<slug:slug>/versions/<int:number>/remarks/", versions.comment, name="comment"),
    path("agreements/<slug:slug>/versions/<int:number>/accept/", membership.accept, name="accept"),
    path(
        "agreements/<slug:slug>/versions/<int:number>/withdraw/",
        proposing.withdraw,
        name="withdraw_version",
    ),
    path("invitations/<uuid:invitation_id>/take-back/", proposing.uninvite, name="uninvite"),
    path("remarks/<uuid:comment_id>/settle/", versions.settle, name="settle"),
    path("declarations/<uuid:declaration_id>/", declarations.declaration_page, name="declaration"),
    path("declarations/<uuid:declaration_id>/end/", declarations.end, name="end_declaration"),
    path(
        "declarations/<uuid:declaration_id>/documents/",
        declarations.add_document,
        name="add_document",
    ),
    path("documents/<uuid:document_id>/", declarations.document, name="document"),
    path(
        "declarations/<uuid:declaration_id>/withdraw/",
        declarations.withdraw,
        name="withdraw_declaration",
    ),
]
