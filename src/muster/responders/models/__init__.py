"""The responders' tables."""

from muster.responders.models.changes import RosterChange
from muster.responders.models.groups import HomeFloor, Kit, Team
from muster.responders.models.people import Absence, Qualification, Responder
from muster.responders.models.work_roles import WorkRole

__all__ = [
    "Absence",
    "HomeFloor",
    "Kit",
    "Qualification",
    "Responder",
    "RosterChange",
    "Team",
    "WorkRole",
]
