"""The use case: one official file, read outside the transaction, kept in it or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import YES, Decision, no, require
from muster.directory.models import Import, OfficialList, RefusedRow
from muster.directory.services.importing.borders import load_borders
from muster.directory.services.importing.divisions import load_divisions
from muster.directory.services.importing.domains import load_domains
from muster.directory.services.importing.people import load_people
from muster.directory.services.importing.points import load_points
from muster.directory.services.importing.reports import ImportReport, Loaded, Step
from muster.directory.services.importing.units import load_units
from muster.domain.failures import Invalid
from muster.formats.official.adjacency import read_adjacency
from muster.formats.official.divisions import read_divisions
from muster.formats.official.dotgov import read_dotgov
from muster.formats.official.gazetteer import read_gazetteer
from muster.formats.official.population import read_population
from muster.formats.official.reading import FileError, Reading
from muster.formats.official.recognizing import names_divisions, names_other_ids, recognized
from muster.formats.official.units import read_units

Loader = Callable[[CursorWrapper, Reading[Any], date], Loaded]


@dataclass(frozen=True, slots=True)
class ListReader:
    """How one list's bytes become rows, and rows what the hub knows."""

    read: Callable[[bytes], Reading[Any]]
    load: Loader


LISTS: dict[OfficialList, ListReader] = {
    OfficialList.DIVISIONS: ListReader(read_divisions, load_divisions),
    OfficialList.POPULATION: ListReader(read_population, load_people),
    OfficialList.GAZETTEER: ListReader(read_gazetteer, load_points),
    OfficialList.ADJACENCY: ListReader(read_adjacency, load_borders),
    OfficialList.UNITS: ListReader(read_units, load_units),
    OfficialList.DOMAINS: ListReader(read_dotgov, load_domains),
}
"""Other contexts add theirs with `register_list` when they are ready."""

# With counts from before the last list one join of this one took 240 s instead of 0.3; only the
# columns that lists are joined by, as all of them take three times as long.
_COUNT_ANEW = """
    ANALYZE directory_jurisdiction (id, geoid, ocd_id, kind, parent_id, county_fips),
            directory_organization (id, jurisdiction_id, kind)
"""

IMPORT_LOCK = 0x496D706F
"""Key of the advisory lock that lets one import run at a time ('Impo' in ASCII)."""


def register_list(which: OfficialList, reader: ListReader) -> None:
    """Called once when an app is ready that knows what to do with one more list."""
    LISTS[which] = reader


def list_of(data: bytes, file_name: str) -> OfficialList:
    """Which list a file is, by what stands in it. Raises Invalid."""
    try:
        return OfficialList(recognized(data).value)
    except FileError as error:
        raise Invalid(f"{file_name} cannot be read.", str(error)) from error


def position_of(data: bytes, which: OfficialList) -> int:
    """Where a file stands among others: lists build on each other, and of the divisions those
    with names come before those without, and other ids of the same last."""
    later = 0
    if which is OfficialList.DIVISIONS:
        later = 2 if names_other_ids(data) else 0 if names_divisions(data) else 1
    return 3 * list(OfficialList).index(which) + later


def already_read(data: bytes, which: OfficialList) -> Import | None:
    """The import of exactly these bytes, if nothing has changed in any list since. Two queries."""
    found = Import.objects.filter(list=which, digest=sha256(data).hexdigest()).first()
    if found is None:
        return None
    later = Import.objects.filter(imported_at__gt=found.imported_at)
    return None if later.exclude(added=0, changed=0, gone=0).exists() else found


def may_import(actor: Actor) -> Decision:
    if actor.coordinates:
        return YES
    return no("Only the hub coordinator reads official lists into the directory.")


def import_file(
    *,
    actor: Actor,
    file_name: str,
    data: bytes,
    dry_run: bool = False,
    step: Step = lambda words: None,
) -> ImportReport:
    """Bring the directory up to what the file says. A dry run does the same and takes it back.

    Raises Refused for whoever may not and Invalid for a file that cannot be used; a row that
    cannot is in the report.
    """
    require(may_import(actor))
    began = perf_counter()
    step("reading")
    which = list_of(data, file_name)
    try:
        reading = LISTS[which].read(data)
    except FileError as error:
        raise Invalid(f"{file_name} cannot be read.", str(error)) from error
    step("writing")
    with transaction.atomic():
        report = _kept(
            actor=actor,
            which=which,
            file_name=file_name,
            data=data,
            reading=reading,
            began=began,
            dry_run=dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
    return report


@use_case
def _kept(
    *,
    actor: Actor,
    which: OfficialList,
    file_name: str,
    data: bytes,
    reading: Reading[Any],
    began: float,
    dry_run: bool,
) -> ImportReport:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        cursor.execute(_COUNT_ANEW)
        loaded = LISTS[which].load(cursor, reading, timezone.localdate(actor.at))
        if loaded.added or loaded.changed:
            # What is new is found by an index, not by reading a list of what is not yet in it.
            cursor.execute("SELECT gin_clean_pending_list('organization_search_key')")
    refused = (*reading.refused, *loaded.refused)
    report = ImportReport(
        list=which,
        file_name=file_name,
        vintage=reading.vintage or "",
        read=len(reading.rows) + len(reading.refused),
        added=loaded.added,
        changed=loaded.changed,
        unchanged=loaded.unchanged,
        gone=loaded.gone,
        refused=tuple(sorted(refused, key=lambda row: row.line)),
        left_out=loaded.left_out,
        seconds=perf_counter() - began,
        dry_run=dry_run,
    )
    _put_on_record(actor, report, data)
    return report


def _put_on_record(actor: Actor, report: ImportReport, data: bytes) -> None:
    kept = Import.objects.create(
        list=report.list,
        file_name=report.file_name[:200],
        digest=sha256(data).hexdigest(),
        imported_at=actor.at,
        imported_by_id=actor.person_id,
        read=report.read,
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        gone=report.gone,
        seconds=report.seconds,
    )
    RefusedRow.objects.bulk_create(
        RefusedRow(of=kept, line=row.line, text=row.text, sentence=row.sentence)
        for row in report.refused
    )
    record(
        actor=actor,
        action="directory:official_list:imported",
        subject=kept,
        facts={
            "list": report.list.label,
            "file": kept.file_name,
            "added": report.added,
            "changed": report.changed,
            "gone": report.gone,
            "refused": len(report.refused),
        },
    )
