"""Which IP addresses belong to public servers (IANA's registries of special-purpose addresses)."""

from __future__ import annotations

import ipaddress

# What IANA gives to networks; mapped, private and local addresses are outside.
_UNICAST = ipaddress.ip_network("2000::/3")
# RFC 6052: an IPv4 address as seen from a network with IPv6 alone.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not public either, though some versions of Python call them global: addresses for protocols (Teredo among
# them), 6to4 with its relays, documentation (RFC 9637).
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: an IPv4 address as the end of an IPv6 address
_32_BITS = 0xFFFF_FFFF


def is_public(text: str) -> bool:
    """Return whether an IP address belongs to a public server.

    Of the IPv6 addresses that contain an IPv4 address, only those of NAT64 are used to reach public servers;
    the IPv4 address decides.

    >>> [is_public(text) for text in ("9.9.9.9", "10.0.0.1", "64:ff9b::9.9.9.9", "64:ff9b::10.0.0.1")]
    [True, False, True, False]
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _NAT64:
            return _is_unicast(address) and _is_global(address)
        address = ipaddress.IPv4Address(int(address) & _32_BITS)
    return _is_global(address)


def _is_unicast(address: ipaddress.IPv6Address) -> bool:
    is_isatap = (int(address) >> 32) & _32_BITS in _ISATAP
    return not address.scope_id and address in _UNICAST and not is_isatap


def _is_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    is_special = any(address in network for network in _SPECIAL)
    return address.is_global and not address.is_multicast and not is_special
