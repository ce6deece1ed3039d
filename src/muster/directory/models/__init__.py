"""The directory's tables."""

from muster.directory.models.import_tasks import ImportTask
from muster.directory.models.offices import Office, Tenure
from muster.directory.models.official import Import, OfficialDomain, OfficialList, RefusedRow
from muster.directory.models.organizations import (
    GOVERNMENTS,
    DivisionAlias,
    Jurisdiction,
    Organization,
    OrganizationKind,
    Settlement,
)
from muster.directory.models.rota import OnCallShift, RotaChange
from muster.directory.models.tokens import ApiToken

__all__ = [
    "GOVERNMENTS",
    "ApiToken",
    "DivisionAlias",
    "Import",
    "ImportTask",
    "Jurisdiction",
    "Office",
    "OfficialDomain",
    "OfficialList",
    "OnCallShift",
    "Organization",
    "OrganizationKind",
    "RefusedRow",
    "RotaChange",
    "Settlement",
    "Tenure",
]
