"""Assignment instances as others publish them: read, checked, solved, and answered with a gap.

It knows agents, jobs, costs and capacities, and nothing of mutual aid. `instance_of` reads JSON,
`instances_of` the text files of the OR-Library, and `solve` answers either.
"""

from muster.domain.matching.generic.answer import Answer
from muster.domain.matching.generic.instance import Infeasible, Instance, Sense
from muster.domain.matching.generic.json_file import instance_of
from muster.domain.matching.generic.solving import solve
from muster.domain.matching.generic.text_file import instances_of

__all__ = ["Answer", "Infeasible", "Instance", "Sense", "instance_of", "instances_of", "solve"]
