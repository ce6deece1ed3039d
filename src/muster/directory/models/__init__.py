"""The directory's tables."""

from muster.directory.models.affiliation import AffiliationProof, DomainClaim
from muster.directory.models.closing import ClosedTenure
from muster.directory.models.import_tasks import ImportTask
from muster.directory.models.joining import (
    JOINING_DUTIES,
    AddressLink,
    JoiningCode,
    JoiningRequest,
    Vouch,
)
from muster.directory.models.offices import Delegation, Office, OfficeNotice, Tenure
from muster.directory.models.official import Import, OfficialDomain, OfficialList, RefusedRow
from muster.directory.models.organizations import (
    BODIES,
    GOVERNMENTS,
    PARTNERS,
    DivisionAlias,
    Jurisdiction,
    Organization,
    OrganizationKind,
    Settlement,
)
from muster.directory.models.rota import OnCallShift, RotaChange
from muster.directory.models.tokens import ApiToken

__all__ = [
    "BODIES",
    "GOVERNMENTS",
    "JOINING_DUTIES",
    "PARTNERS",
    "AddressLink",
    "AffiliationProof",
    "ApiToken",
    "ClosedTenure",
    "Delegation",
    "DivisionAlias",
    "DomainClaim",
    "Import",
    "ImportTask",
    "JoiningCode",
    "JoiningRequest",
    "Jurisdiction",
    "Office",
    "OfficeNotice",
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
