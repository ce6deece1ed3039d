"""A declaration's times at the ends of the calendar are a sentence at every door."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, connection, transaction
from tests.agreements.declaring import declared
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.signed_in import client_of
from tests.support.software import software_of

from muster.agreements.models import Declaration

FAR = [
    "9999-12-31T23:59-12:00",
    "9999-12-31T23:59+14:00",
    "0001-01-01T00:00+14:00",
    "0001-01-01T00:00-12:00",
]


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "level": "state",
        "jurisdiction": make.TEXAS,
        "issued_by": "Governor of Texas (synthetic)",
        "reference": "Proclamation 41",
        "effective": cast.now.isoformat(),
        "expires": (cast.now + make.hours(48)).isoformat(),
        **changes,
    }


@pytest.mark.parametrize("moment", FAR)
@pytest.mark.parametrize("name", ["effective", "expires"])
def test_page_and_api_refuse_them_with_a_sentence(cast: Cast, name: str, moment: str) -> None:
    before = row_counts()
    page = client_of(cast.coordinator).post("/agreements/declare/", typed(cast, **{name: moment}))
    answer = software_of(cast.coordinator).post(
        "/declarations", {**typed(cast, **{name: moment}), "exercise": True}
    )
    assert page.status_code == 422
    assert moment.replace("+", "&#x2B;") in page.content.decode() or moment in page.content.decode()
    assert answer.status_code == 422, answer.content
    assert not Declaration.objects.exists()
    after = row_counts()
    assert {name for name in after if after[name] != before[name]} <= {
        "directory.ApiToken",
        "audit.AuditEvent",
    }


@pytest.mark.parametrize("moment", [*FAR, "9999-12-31T20:00", "0001-01-01T00:00"])
def test_an_end_nobody_means_is_refused(cast: Cast, moment: str) -> None:
    path = f"/declarations/{declared(cast).pk}/end/"
    answer = client_of(cast.coordinator).post(path, {"ended_at": moment, "reason": "A slip"})
    assert answer.status_code == 422


@pytest.mark.parametrize("moment", FAR)
def test_an_address_with_such_a_time_opens_the_form_without_it(cast: Cast, moment: str) -> None:
    query: dict[str, Any] = {"reference": "P 9", "effective": moment}
    answer = client_of(cast.coordinator).get(f"/agreements/declare/?{urlencode(query)}")
    assert answer.status_code == 200
    assert 'value="P 9"' in answer.content.decode()


def test_a_window_that_is_over_is_not_recorded(cast: Cast) -> None:
    over = typed(
        cast,
        effective=(cast.now - make.hours(48)).isoformat(),
        expires=(cast.now - make.hours(24)).isoformat(),
    )
    answer = client_of(cast.coordinator).post("/agreements/declare/", over, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is over already, so nobody could come under it. Check the dates." in page
    assert "more people may come now" not in page


def test_the_database_takes_no_year_it_could_not_give_back(cast: Cast) -> None:
    found = declared(cast)
    with (
        pytest.raises(IntegrityError, match="declaration_in_readable_years"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE agreements_declaration SET during = tstzrange(now(), '10000-01-01') "
            "WHERE id = %s",
            [found.pk],
        )
