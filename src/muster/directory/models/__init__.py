"""The directory's tables."""

from muster.directory.models.offices import Office, Tenure
from muster.directory.models.organizations import Jurisdiction, Organization, OrganizationKind
from muster.directory.models.tokens import ApiToken

__all__ = ["ApiToken", "Jurisdiction", "Office", "Organization", "OrganizationKind", "Tenure"]
