"""Short numbers people can say on the phone: R-2026-0042, M-2026-0007."""

from __future__ import annotations

from django.db import connection, models


class NumberSeries(models.Model):
    """The last number given out for one letter and year."""

    letter = models.CharField(max_length=1)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "year"], name="number_series_unique")
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.year}"


def next_number(letter: str, year: int) -> str:
    """The next number of the series. Two callers never get the same one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aid_numberseries (letter, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (letter, year) DO UPDATE SET last = aid_numberseries.last + 1 "
            "RETURNING last",
            [letter, year],
        )
        (last,) = cursor.fetchone()
    return f"{letter}-{year}-{last:04d}"
