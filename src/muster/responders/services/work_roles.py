"""NICE work roles as one more official list that the hub reads."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from muster.directory.models import OfficialList
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.service import ListReader, register_list
from muster.formats.official.reading import Reading
from muster.formats.official.work_roles import WorkRole as PublishedRole
from muster.formats.official.work_roles import read_work_roles
from muster.responders.models import WorkRole


def load_work_roles(cursor: CursorWrapper, reading: Reading[PublishedRole], as_of: date) -> Loaded:
    """A role that a newer version leaves out stays known and says since when it is gone."""
    loaded = Loaded()
    version = reading.vintage or ""
    known = {role.code: role for role in WorkRole.objects.select_for_update()}
    for row in reading.rows:
        wanted = WorkRole(
            code=row.id,
            name=row.name[:200],
            category=row.category[:100],
            description=row.description,
            version=version,
        )
        before = known.pop(row.id, None)
        if before is None:
            loaded.added += 1
        elif _said(before) == _said(wanted):
            loaded.unchanged += 1
            continue
        else:
            loaded.changed += 1
        wanted.save(force_insert=before is None)
    left = [code for code, role in known.items() if not role.gone_from]
    loaded.gone = WorkRole.objects.filter(pk__in=left).update(gone_from=version)
    return loaded


def _said(role: WorkRole) -> tuple[str, ...]:
    return role.name, role.category, role.description, role.version, role.gone_from


def register() -> None:
    """Called once when the app is ready."""
    register_list(OfficialList.WORK_ROLES, ListReader(read_work_roles, load_work_roles))
