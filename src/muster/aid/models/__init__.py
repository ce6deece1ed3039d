"""The tables of the main road."""

from muster.aid.models.change_marks import ChangeMark
from muster.aid.models.commitments import Commitment, CommittedKit, CommittedResponder
from muster.aid.models.match_runs import MatchRun
from muster.aid.models.match_tasks import MatchTask
from muster.aid.models.missions import Mission, MissionOrder, ReplacedOrder
from muster.aid.models.numbers import NumberSeries
from muster.aid.models.offers import Offer, OfferLine, OfferLink
from muster.aid.models.prospects import Prospect
from muster.aid.models.requests import Incident, IncidentKind, Need, Request

__all__ = [
    "ChangeMark",
    "Commitment",
    "CommittedKit",
    "CommittedResponder",
    "Incident",
    "IncidentKind",
    "MatchRun",
    "MatchTask",
    "Mission",
    "MissionOrder",
    "Need",
    "NumberSeries",
    "Offer",
    "OfferLine",
    "OfferLink",
    "Prospect",
    "ReplacedOrder",
    "Request",
]
