"""Which addresses a webhook may lead to: those of the internet, and no other. Pure."""

import ipaddress
from urllib.parse import urlsplit

#: Characters of a webhook's address. [D]
LONGEST_URL = 500
#: IPv4 behind a translator (RFC 6052): the address inside decides.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: What Python's registry takes for the internet and is not: IPv4 written as IPv6 (RFC 4291
#: §2.5.5.1), a site's own addresses (RFC 3879), local translators (RFC 8215), 6to4 (RFC 7526).
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "fec0::/10", "64:ff9b:1::/48", "192.88.99.0/24")
)


def is_public(address: str) -> bool:
    """True for an address of the internet; what stands behind a mapping decides."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in network for network in _NEVER):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def literal_of(url: str) -> str | None:
    """The address that stands in the URL itself; None where a name does."""
    host = urlsplit(url).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def may_be_hook(url: str, *, allow_private: bool) -> bool:
    """True for an address that a webhook may have: https, a host, no password, no fragment."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts, literal = urlsplit(url), literal_of(url)
        _ = parts.port  # raises where it is none
    except ValueError:
        return False
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        return False
    if allow_private or parts.fragment:
        return not parts.fragment
    # « 2130706433 » and « 127.1 » are numbers that resolvers take for addresses
    numeric = not parts.hostname.strip("0123456789.")
    return not numeric if literal is None else is_public(literal)
