"""The network an address belongs to: what one caller can change their address within."""

from __future__ import annotations

import ipaddress
from typing import Final

UNKNOWN: Final = "unknown"
_V4, _V6 = 24, 64


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one; `UNKNOWN` for anything else.

    An IPv4 address in IPv6 clothes belongs to its IPv4 network.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    width = _V4 if found.version == 4 else _V6
    return str(ipaddress.ip_network((found, width), strict=False))
