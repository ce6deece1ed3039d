"""Plain language for every clause. Values are valid when they come here."""

from __future__ import annotations

from collections.abc import Mapping

from muster.domain.drafting.parameters import Value, listed
from muster.domain.drafting.vocabulary import (
    ACTIVATIONS,
    AID,
    ELIGIBLE,
    PLACES,
    POSITION_TITLES,
    STATUSES,
)

Values = Mapping[str, Value]


def membership(values: Values) -> str:
    who = _words(values["eligible"], ELIGIBLE)
    how = {
        "accession": f"Any of these may join by signing once: {who}. Its signature binds it to "
        "every other party, and theirs to it.",
        "named": f"The parties are those named in it: {who}. Nobody else joins without their "
        "consent.",
        "client": f"A client joins by a contract with the program. Clients may be {who}.",
        "order": f"Nobody joins by signing. It serves {who} when an order or a law brings it "
        "about.",
    }[str(values["joining"])]
    sides = {
        "both": "Every party may ask for help and may send it.",
        "program": "The program sends help; the others ask for it.",
    }[str(values["sides"])]
    return f"{how} {sides}"


def scope(values: Values) -> str:
    people = _words(values["statuses"], STATUSES)
    aid = _words(values["aid"], AID)
    positions = _some(values["positions"])
    only = (
        f", only as {listed([POSITION_TITLES[one].lower() for one in positions], 'or')}"
        if positions
        else ""
    )
    places = listed([PLACES[one] for one in _some(values["places"])], "or")
    across = (
        "It reaches across state lines."
        if values["across_states"]
        else "It does not reach across a state line."
    )
    return f"Parties may send {people} for {aid}{only}, {places}. {across}"


def activation(values: Values) -> str:
    acts = [ACTIVATIONS[one] for one in _some(values["acts"])]
    call = f" Calls go to {values['watch']}." if values["watch"] else ""
    if not acts:
        return f"No declaration or order is needed; a request is enough.{call}"
    if len(acts) == 1:
        return f"Before anybody goes there has to be {acts[0]}.{call}"
    if values["together"] == "any":
        return f"Before anybody goes there has to be {listed(acts, 'or')}.{call}"
    return f"Before anybody goes there have to be {listed(acts)}.{call}"


def refusal(values: Values) -> str:
    first = (
        "A party may refuse at its sole discretion and answers to nobody for it."
        if values["voluntary"]
        else "A party that can help has to help."
    )
    hours = values["recall_hours"]
    if not hours:
        return f"{first} It may call its people home at any time."
    return f"{first} It may call its people home with {_count(hours, 'hour')} of notice."


def confirmation(values: Values) -> str:
    said = [
        "A request may begin by word of mouth."
        if values["verbal"]
        else "A request is made in writing."
    ]
    if values["written_within_hours"]:
        within = _count(values["written_within_hours"], "hour")
        said.append(f"Spoken words are confirmed in writing within {within}.")
    if values["continue_before_hour"]:
        hour = values["continue_before_hour"]
        said.append(f"Before hour {hour} whoever asked confirms in writing that help is to go on.")
    if values["late_within_days"]:
        days = _count(values["late_within_days"], "day")
        said.append(f"If it cannot, it confirms as soon as it can, and within {days}.")
    return " ".join(said)


def free_period(values: Values) -> str:
    hours = values["hours"]
    if not hours:
        return "No hours are free: charges begin with the help."
    stretch = " in one stretch" if values["consecutive"] else ""
    return f"The first {_count(hours, 'hour')} of help{stretch} cost whoever asked nothing."


def charges(values: Values) -> str:
    basis = {
        "none": "Nothing is charged.",
        "travel_only": "Whoever asked pays travel and subsistence.",
        "overtime_travel_equipment": "Whoever asked pays overtime, travel and equipment.",
        "all_costs": "Whoever asked pays all documented costs.",
        "fee_schedule": "Whoever asked pays the program's fees.",
    }[str(values["basis"])]
    said = [basis]
    if values["basis"] != "none":
        cap = {
            "actual": "Never more than the actual cost.",
            "fema_rates": "Never more than FEMA's rates.",
            "schedule": "The fees are published and never above cost.",
        }[str(values["cap"])]
        said.append(cap)
        if values["pay_within_days"]:
            days = _count(values["pay_within_days"], "day")
            said.append(f"It is payable within {days} of the claim.")
    if values["third_party"]:
        said.append("What insurers or whoever caused the harm pay back is shared by the parties.")
    if values["donation"] and values["basis"] != "none":
        said.append("A party may donate what it could charge.")
    return " ".join(said)


def duration(values: Values) -> str:
    days = _count(values["most_days"], "day")
    return f"People stay at most {days}, unless both sides prolong it in writing."


def control(values: Values) -> str:
    who = {
        "requesting": "Whoever asked",
        "assisting": "Whoever sent the people",
        "state": "The state",
    }
    return (
        f"{who[str(values['operational'])]} directs the work (operational control). "
        f"{who[str(values['command'])]} commands the people (command and control)."
    )


def liability(values: Values) -> str:
    tort = {
        "own": "Each party answers for its own people.",
        "requesting": "Whoever asked answers for the people sent as for its own.",
        "state": "The state answers for the people sent.",
        "program": "The program answers for its volunteers.",
    }[str(values["tort"])]
    compensation = {
        "home": "They stay under the workers' compensation of their home employer.",
        "requesting": "They are under the workers' compensation of whoever asked.",
        "state": "They are under the state's workers' compensation.",
        "program": "They are under the program's insurance.",
    }[str(values["compensation"])]
    faith = (
        " Nobody answers for an act in good faith; willful misconduct, gross negligence and "
        "recklessness are not good faith."
        if values["good_faith"]
        else ""
    )
    return f"{tort} {compensation}{faith}"


def licenses(values: Values) -> str:
    if not values["recognized"]:
        return "A license of home does not count where the help is given."
    conditions = f" Conditions: {values['conditions']}." if values["conditions"] else ""
    return f"Who is licensed at home is held to be licensed where the help is given.{conditions}"


def agent_of_state(values: Values) -> str:
    if not values["needed"]:
        return "No designation as an agent of the state is needed."
    how = {
        "governor": "The governor designates them.",
        "statute": "A statute designates them.",
        "memorandum": "A memorandum with the state designates them.",
    }[str(values["designated_by"])]
    return (
        "Who is no employee of the state has to be designated as its agent before crossing a "
        f"state line. {how}"
    )


def confidentiality(values: Values) -> str:
    said = ["What the parties learn of each other's incidents stays between them."]
    if values["terms_first"]:
        said.append("The name of whoever asks opens only to those who accept these terms.")
    if values["years"]:
        said.append(f"This lasts {_count(values['years'], 'year')} beyond the deployment.")
    if values["exempt_under"]:
        said.append(f"Records are exempt from disclosure under {values['exempt_under']}.")
    return " ".join(said)


def insurance(values: Values) -> str:
    first = [
        word
        for word, said in (
            ("its insurer", values["insurer_first"]),
            ("its counsel", values["counsel_first"]),
        )
        if said
    ]
    told = (
        f"Whoever asks tells {listed(first)} before anybody begins."
        if first
        else "Help may begin before insurer and counsel are told."
    )
    kept = " Evidence is kept as counsel says." if values["keep_evidence"] else ""
    return told + kept


def property_on_loan(values: Values) -> str:
    if not values["lent"]:
        return "No equipment is lent."
    payer = {
        "requesting": "Whoever borrowed it pays",
        "assisting": "Whoever lent it bears the cost",
        "insurance": "The insurance of whoever lent it pays",
    }[str(values["loss"])]
    wiped = " Storage is wiped before it goes home, with a certificate." if values["wiped"] else ""
    return f"Equipment stays the property of whoever lent it. {payer} for loss and damage.{wiped}"


def dispute(values: Values) -> str:
    within = _count(values["within_days"], "day")
    return {
        "talk": f"The parties' representatives settle a dispute by talking, within {within}.",
        "mediation": f"A mediator both accept settles a dispute, within {within}.",
        "hub": f"The hub's governing body decides a dispute, within {within}.",
        "court": f"What is not settled within {within} goes to the courts of the state.",
    }[str(values["step"])]


def renewal(values: Values) -> str:
    years = _count(values["years"], "year")
    return {
        "evergreen": f"It runs for {years} and goes on by itself, term after term, until notice "
        "is given.",
        "fixed": f"It runs for {years} and ends unless it is renewed.",
        "standing": "It has no term and runs until it is ended.",
    }[str(values["how"])]


def withdrawal(values: Values) -> str:
    notice = values["notice_days"]
    first = (
        f"A party leaves with {_count(notice, 'day')} of written notice."
        if notice
        else "A party leaves by saying so in writing, at once."
    )
    stands = (
        " What it promised before stands." if values["promises_stand"] else " Its promises end too."
    )
    return first + stands


def _words(value: Value, options: Mapping[str, str]) -> str:
    return listed([options[one] for one in _some(value)])


def _some(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _count(value: Value, unit: str) -> str:
    return f"{value} {unit}" if value == 1 else f"{value} {unit}s"
