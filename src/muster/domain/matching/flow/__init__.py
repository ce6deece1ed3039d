"""Exact assignment of agents to positions at least cost, within nested group limits.

It knows needs, positions, agents, groups, limits and costs, and nothing of mutual aid. `start`
builds an empty plan, `place` fills it, `prove` checks it.
"""

from muster.domain.matching.flow.arrays import ENDLESS, Arcs, Demand, Plan, Supply
from muster.domain.matching.flow.engine import Flow, Listing, most_important_first, place, start
from muster.domain.matching.flow.proof import Proof, prove, value_of

__all__ = [
    "ENDLESS",
    "Arcs",
    "Demand",
    "Flow",
    "Listing",
    "Plan",
    "Proof",
    "Supply",
    "most_important_first",
    "place",
    "prove",
    "start",
    "value_of",
]
