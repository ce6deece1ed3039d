"""Which way an instance goes: the flow where capacities count jobs, else the integer program."""

from __future__ import annotations

from time import perf_counter

from muster.domain.matching.generic.answer import Answer, Found
from muster.domain.matching.generic.instance import Instance, Question, Sense, question_of
from muster.domain.matching.generic.packing import settle_program
from muster.domain.matching.generic.transport import counts_of, settle_flow


def solve(instance: Instance, *, seconds: float = 60.0) -> Answer:
    """The best plan within `seconds`, with a bound that no plan beats.

    Without a plan in time `objective` is None. Raises Infeasible when it is proven that there is
    no plan at all.
    """
    start = perf_counter()
    question = question_of(instance)
    found = _settled(question, start + seconds)
    sign = -1 if instance.sense is Sense.MAX else 1
    plan = found.agent_of
    if plan is not None and not question.keeps_to_the_rules(plan):
        raise AssertionError("The plan breaks a rule.")
    return Answer(
        objective=None if plan is None else sign * question.value(plan),
        bound=sign * found.bound,
        agent_of=() if plan is None else tuple(plan.tolist()),
        method=found.method,
        seconds=perf_counter() - start,
    )


def _settled(question: Question, until: float) -> Found:
    counts = counts_of(question)
    if counts is not None:
        return settle_flow(question, counts, until)
    return settle_program(question, until)
