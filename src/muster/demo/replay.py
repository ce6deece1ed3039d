"""Replays the night of 16 August 2019 through the real services, on a database of its own.

The event and its victims are real, the help is an exercise with synthetic people. The clock is
the scenario's: every actor carries the moment it acts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from muster.agreements.models import Agreement, InstrumentKind
from muster.agreements.services import DeclarationFacts, record_declaration, sign_act
from muster.aid.models import Commitment, MatchRun, MissionOrder, Offer, Request
from muster.aid.services.commitments import accept_commitment
from muster.aid.services.matching import propose
from muster.aid.services.offers import Selection, accept_offer, send_offers
from muster.aid.services.requests import ask
from muster.aid.services.supposing import what_if
from muster.audit.verification import verify
from muster.authz.actors import Actor, Duty
from muster.demo.acting import holder_acting
from muster.demo.loading import load_hub
from muster.demo.replay_outcome import Blocked, Outcome
from muster.demo.replay_rows import (
    acts_that_block,
    asked_row,
    ordered_row,
    plan_of,
    waits_for_contract,
)
from muster.demo.scenario_orders import order_of
from muster.demo.texas_2019.governments import TEXAS
from muster.demo.texas_2019.timeline import FIRST_REPORT_AT
from muster.demo.texas_2019.victims import VICTIMS, Victim
from muster.directory.models import Jurisdiction, Organization, OrganizationKind
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.failures import Conflict
from muster.domain.supposition import Supposition

BETWEEN_REQUESTS = timedelta(minutes=5)
MATCH_AT = FIRST_REPORT_AT + timedelta(hours=2)
DECLARED_AT = FIRST_REPORT_AT + timedelta(hours=3, minutes=30)
"""Invented: no source gives the hour of the declaration, only that it was needed for the Guard."""

CONTRACTS_AT = DECLARED_AT + timedelta(minutes=10)
OFFERS_AT = DECLARED_AT + timedelta(minutes=20)
ANSWERS_AT = DECLARED_AT + timedelta(minutes=40)
SIGNED_AT = DECLARED_AT + timedelta(minutes=60)
WANTED_FROM = FIRST_REPORT_AT + timedelta(hours=4, minutes=30)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, of how many (0 when that is unknown)."""


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Replay:
    """One run. `outcome` fills up as the steps are taken in the order they are written."""

    def __init__(self, victims: Sequence[Victim] = VICTIMS, progress: Progress = _silent) -> None:
        self._victims = victims
        self._progress = progress
        self._requests: list[Request] = []
        self._hub: Organization | None = None
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Every step on a migrated, empty database. Raises Conflict when it holds a hub."""
        began = time.monotonic()
        self._progress("Loading the hub", 0, 0)
        if not load_hub(anchor=FIRST_REPORT_AT):
            raise Conflict("This database is not empty.", "Replay on a fresh one.")
        self._hub = Organization.objects.get(kind=OrganizationKind.HUB)
        self._ask()
        first = self._match(MATCH_AT)
        self.outcome.before_declaration = plan_of(first, self._requests)
        self.outcome.blocked_by = self._blocked(first)
        self._declare()
        second = self._match(DECLARED_AT)
        self.outcome.after_declaration = plan_of(second, self._requests)
        self._sign_contracts(second)
        last = self._match(OFFERS_AT)
        self.outcome.final = plan_of(last, self._requests)
        self._offer(last)
        self._accept()
        self._bind()
        self._check()
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def _coordinator(self, at: datetime) -> Actor:
        if self._hub is None:
            raise RuntimeError("The hub is loaded first.")
        return holder_acting(self._hub, Duty.COORDINATE, at=at)

    def _ask(self) -> None:
        for number, victim in enumerate(self._victims):
            self._progress("Governments ask for help", number, len(self._victims))
            at = FIRST_REPORT_AT + BETWEEN_REQUESTS * number
            organization = Organization.objects.select_related("jurisdiction").get(
                jurisdiction__ocd_id=victim.ocd_id
            )
            request = ask(
                actor=holder_acting(organization, Duty.REPRESENT, at=at),
                organization=organization,
                order=order_of(victim, noticed_at=at, starts_at=WANTED_FROM),
            )
            self._requests.append(request)
            self.outcome.asked.append(asked_row(request, victim, at))

    def _match(self, at: datetime) -> MatchRun:
        self._progress(f"Matching all requests at {at:%H:%M}", 0, 0)
        return propose(actor=self._coordinator(at), requests=self._requests)

    def _blocked(self, run: MatchRun) -> list[Blocked]:
        """What would change with each act that alone keeps people away. Nothing is written."""
        names = {
            str(need.pk): request.organization.name
            for request in self._requests
            for need in request.needs.all()
        }
        found = []
        for kind, (act, waiting) in acts_that_block(run, names).items():
            self._progress(f"What would change: {ACT_NAMES[ActKind(kind)]}", 0, 0)
            change = what_if(
                actor=self._coordinator(MATCH_AT),
                requests=self._requests,
                supposition=Supposition(ActKind(kind)),
            )
            found.append(
                Blocked(
                    act=act["act"],
                    kind=kind,
                    supplier=act["supplier"],
                    citation=act["citation"],
                    organizations=tuple(waiting),
                    filled_without_it=change.before,
                    filled_with_it=change.after,
                )
            )
        return sorted(found, key=lambda row: -row.filled_with_it)

    def _declare(self) -> None:
        record_declaration(
            actor=self._coordinator(DECLARED_AT),
            jurisdiction=Jurisdiction.objects.get(ocd_id=TEXAS),
            facts=DeclarationFacts(
                level="state",
                issued_by="Governor of Texas (exercise)",
                reference="Exercise declaration, texas-2019 (synthetic; the hour is invented)",
                effective=DECLARED_AT,
                expires=DECLARED_AT + timedelta(days=30),
                exercise=True,
            ),
        )

    def _sign_contracts(self, run: MatchRun) -> None:
        """Towns with open needs that only a corps contract keeps open sign one."""
        program = Agreement.objects.get(kind=InstrumentKind.VOLUNTEER_CORPS)
        for request in self._requests:
            if not any(waits_for_contract(run, str(need.pk)) for need in request.needs.all()):
                continue
            organization = request.organization
            sign_act(
                actor=holder_acting(organization, Duty.REPRESENT, at=CONTRACTS_AT),
                agreement=program,
                organization=organization,
                kind=ActKind.CLIENT_CONTRACT,
            )
            self.outcome.contracts_signed.append(organization.name)

    def _offer(self, run: MatchRun) -> None:
        actor = self._coordinator(OFFERS_AT)
        for number, request in enumerate(self._requests):
            self._progress("Sending offers", number, len(self._requests))
            needs = [run.answer["needs"].get(str(need.pk), {}) for need in request.needs.all()]
            if not any(need.get("chosen") for need in needs):
                continue
            request.refresh_from_db(fields=["version"])
            sent = send_offers(
                actor=actor,
                request=request,
                run=run,
                version=request.version,
                selection=Selection(),
            )
            self.outcome.offers += len(sent)

    def _accept(self) -> None:
        offers = list(Offer.objects.select_related("organization").order_by("pk"))
        for number, offer in enumerate(offers):
            self._progress("Lenders accept", number, len(offers))
            actor = holder_acting(offer.organization, Duty.REPRESENT, at=ANSWERS_AT)
            accept_offer(actor=actor, offer=offer)

    def _bind(self) -> None:
        commitments = list(
            Commitment.objects.select_related("offer__request__incident__organization").order_by(
                "pk"
            )
        )
        for number, commitment in enumerate(commitments):
            self._progress("Towns sign, mission orders are issued", number, len(commitments))
            town = commitment.offer.request.organization
            try:
                accept_commitment(
                    actor=holder_acting(town, Duty.REPRESENT, at=SIGNED_AT), commitment=commitment
                )
            except Conflict as failure:
                self.outcome.refused.append(f"{town}: {failure.sentence}")

    def _check(self) -> None:
        """Judge every order's acts again from the records, and the chain from its start."""
        self._progress("Checking every mission order and the audit chain", 0, 0)
        orders = MissionOrder.objects.select_related(
            "mission__commitment__offer__organization",
            "mission__commitment__offer__request__incident__organization",
        ).order_by("mission__number")
        for order in orders:
            row = ordered_row(order, at=SIGNED_AT)
            self.outcome.filled += row.units
            self.outcome.mission_orders.append(row)
        verified = verify()
        self.outcome.audit_events = verified.events
        self.outcome.audit_head = verified.head
        self.outcome.audit_intact = verified.intact
