"""Which network an address belongs to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.networks import UNKNOWN, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", UNKNOWN),
        ("somewhere", UNKNOWN),
        ("203.0.113.77, 198.51.100.1", UNKNOWN),
    ],
)
def test_networks_worked_by_hand(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses())
def test_an_address_lies_in_its_own_network_and_so_do_its_neighbors(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    found = network_of(str(address))
    mapped = getattr(address, "ipv4_mapped", None)
    network = ipaddress.ip_network(found)
    assert (mapped or address) in network
    assert network_of(str(network[0])) == found or mapped


@given(st.text(max_size=60))
def test_whatever_is_written_there_never_fails(written: str) -> None:
    assert network_of(written)
