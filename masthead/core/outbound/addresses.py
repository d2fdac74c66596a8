"""Which internet addresses may be called. Everything that is not plainly public is refused."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What Python's own judgement leaves open or judged differently in its releases: said here once, whatever the release.
CLOSED_V4 = [
    ipaddress.IPv4Network(n)
    for n in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    )
]  # fmt: skip
CLOSED_V6 = [
    ipaddress.IPv6Network(n)
    for n in (
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """May a stranger's address be called? An IPv4 address wrapped by a translator is judged as what it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        closed = any(address in network for network in CLOSED_V6)
    else:
        closed = any(address in network for network in CLOSED_V4)
    odd = address.is_loopback or address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not (closed or odd or address.is_private or address.is_link_local)


def is_loopback(address: Address) -> bool:
    """Is it this very machine, said plainly (no wrapped form)?"""
    return address.is_loopback and (isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped is None)
