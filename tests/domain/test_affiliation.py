"""Whose mail a domain carries, which domains nobody may claim, codes and dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain import affiliation as rule
from muster.domain.affiliation import KnownDomain

KEENE = KnownDomain("keenetx.gov", "keene")
LABELS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
DOMAINS = st.lists(LABELS, min_size=2, max_size=5).map(".".join)
KNOWN = st.lists(
    st.builds(
        KnownDomain,
        domain=DOMAINS,
        organization=st.sampled_from(["one", "two", ""]),
        official=st.booleans(),
        exact_only=st.booleans(),
    ),
    max_size=6,
)


def proves(address: str, *known: KnownDomain, office: str = "CIO") -> str:
    return rule.proves(address, "keene", office, known)


@pytest.mark.parametrize(
    "address",
    [
        "it@keenetx.gov",
        "IT@KeeneTX.GOV",
        "it@mail.keenetx.gov",
        "it@keenetx.gov.",
        "it@ｋeenetx.gov",
        '"odd@name"@keenetx.gov',
    ],
)
def test_mail_at_the_domain_or_below_it_proves(address: str) -> None:
    assert proves(address, KEENE) == "keenetx.gov"


@pytest.mark.parametrize(
    "address",
    [
        "it@keenetx.gov.example",
        "it@xkeenetx.gov",
        "it@keenetx-gov.com",
        "it@kееnetx.gov",
        "it@keenetx.gоv",
        "it@keenetxgov",
        "keenetx.gov",
        "@keenetx.gov",
        "it@",
        "",
        "it@.keenetx.gov",
        "it@-.keenetx.gov",
        "it@a b.keenetx.gov",
    ],
)
def test_look_alikes_and_what_is_no_address_prove_nothing(address: str) -> None:
    assert proves(address, KEENE) == ""


def test_an_undecided_domain_below_keeps_its_mail_from_proving_for_the_one_above() -> None:
    undecided = KnownDomain("police.keenetx.gov", "")
    assert proves("a@police.keenetx.gov", KEENE, undecided) == ""
    assert proves("a@mail.police.keenetx.gov", KEENE, undecided) == ""
    assert proves("a@keenetx.gov", KEENE, undecided) == "keenetx.gov"


def test_an_offices_own_domain_proves_for_that_office_alone() -> None:
    police = KnownDomain("keenepd.gov", "keene", office="Police Department")
    assert proves("a@keenepd.gov", police, office="police  department") == "keenepd.gov"
    assert proves("a@keenepd.gov", police, office="CIO") == ""


def test_below_a_states_domain_are_others() -> None:
    state = KnownDomain("texas.gov", "keene", exact_only=True)
    assert proves("a@texas.gov", state) == "texas.gov"
    assert proves("a@dps.texas.gov", state) == ""


def test_where_the_official_list_speaks_a_recorded_domain_is_silent() -> None:
    official = KnownDomain("keenetx.gov", "johnson")
    recorded = KnownDomain("it.keenetx.gov", "keene", official=False)
    assert proves("a@it.keenetx.gov", official, recorded) == ""
    assert proves("a@it.keenetx.gov", recorded) == "it.keenetx.gov"


def test_mail_anybody_can_have_never_proves() -> None:
    mistake = KnownDomain("gmail.com", "keene", official=False)
    assert proves("a@gmail.com", mistake) == ""


@given(st.text(max_size=40), KNOWN)
def test_nothing_that_is_typed_breaks_the_rule(address: str, known: list[KnownDomain]) -> None:
    found = rule.proves(address, "one", "CIO", known)
    assert found == "" or any(one.domain == found for one in known)


@given(DOMAINS, KNOWN)
def test_one_address_never_proves_for_two(domain: str, known: list[KnownDomain]) -> None:
    ways = [name for name in ("one", "two") if rule.proves(f"a@{domain}", name, "CIO", known)]
    assert len(ways) <= 1


@given(DOMAINS, KNOWN)
def test_what_proves_takes_in_the_mail_domain_letter_by_letter(
    domain: str, known: list[KnownDomain]
) -> None:
    found = rule.proves(f"a@{domain}", "one", "CIO", known)
    if found:
        assert domain == found or domain.endswith(f".{found}")


@given(DOMAINS, KNOWN)
def test_a_domain_another_has_can_never_be_recorded(domain: str, known: list[KnownDomain]) -> None:
    others = [one for one in known if one.organization != "one"]
    clash = any(one.takes_in(domain) or rule.is_below(one.domain, domain) for one in others)
    if clash:
        assert rule.claim_fault(domain, "one", known)


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = rule.folded(text)
    assert rule.folded(once) == once


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "outlook.com",
        "mail.yahoo.com",
        "k12.tx.us",
        "state.tx.us",
        "tx.us",
        "gov",
        "denton.tx.us",
        "pvt.k12.ma.us",
        "fed.us",
        "dc.us",
    ],
)
def test_shared_and_public_domains_cannot_be_recorded(domain: str) -> None:
    assert rule.claim_fault(domain, "keene", [])


@pytest.mark.parametrize(
    "domain", ["ci.keene.tx.us", "keeneisd.k12.tx.us", "dps.state.tx.us", "keene-tx.org"]
)
def test_a_domain_with_a_label_of_its_own_can_be_recorded(domain: str) -> None:
    assert rule.claim_fault(domain, "keene", []) == ""


def test_a_claim_above_or_below_anothers_domain_is_refused_with_its_name() -> None:
    other = KnownDomain("co.denton.tx.us", "denton")
    for domain in ("co.denton.tx.us", "it.co.denton.tx.us"):
        assert "co.denton.tx.us" in rule.claim_fault(domain, "keene", [other])
    above = KnownDomain("a.keene-tx.org", "denton", official=False)
    assert "The hub's record has a.keene-tx.org" in rule.claim_fault("keene-tx.org", "x", [above])


def test_every_letter_of_a_code_can_be_said_aloud() -> None:
    assert all(
        word != letter
        for letter, word in zip(rule.CODE_LETTERS, rule.code_aloud(rule.CODE_LETTERS), strict=True)
    )


@given(st.text(alphabet=rule.CODE_LETTERS, min_size=8, max_size=8))
def test_a_code_reads_the_same_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), rule.code_in_groups(code), f"  {code[:3]} {code[3:]}\n"):
        assert rule.code_as_typed(typed) == code


def test_a_leap_day_is_followed_by_the_28th() -> None:
    assert rule.a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert rule.a_year_after(date(2026, 11, 23)) == date(2027, 11, 23)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.sets(st.integers(0, 80)))
def test_each_reminder_is_sent_at_most_once_and_none_after_the_end(
    end: date, nights: set[int]
) -> None:
    sent: list[int] = []
    for before in sorted(nights, reverse=True):
        due = rule.due_reminder(end, end - timedelta(days=before), sent[-1] if sent else None)
        if due is not None:
            assert before <= due
            sent.append(due)
    assert sent == sorted(set(sent), reverse=True)
    for days in rule.REMINDERS:
        if days in nights:
            assert days in sent
    assert rule.due_reminder(end, end + timedelta(days=1), None) is None
