"""The directory's tables."""

from muster.directory.models.affiliation import AffiliationProof, DomainClaim
from muster.directory.models.import_tasks import ImportTask
from muster.directory.models.joining import (
    JOINING_DUTIES,
    AddressLink,
    JoiningCode,
    JoiningRequest,
    Vouch,
)
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
    "JOINING_DUTIES",
    "AddressLink",
    "AffiliationProof",
    "ApiToken",
    "DivisionAlias",
    "DomainClaim",
    "Import",
    "ImportTask",
    "JoiningCode",
    "JoiningRequest",
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
    "Vouch",
]
