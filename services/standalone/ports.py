"""Loopback ports of one machine's servers: free ones, or the ones that the operator set."""

import secrets
import socket
from contextlib import suppress

#: Below the ports that the kernel gives to outgoing connections (Linux: from 32768): a server
#: that starts seconds after its port was chosen must not find a client's connection there.
FIRST, LAST = 15000, 32000
#: Draws until the range counts as full.
ATTEMPTS = 1000

_given: set[int] = set()


class NoFreePort(Exception):
    """Every port that was tried is taken; end what listens on loopback, or set the ports."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses now, each given once in this process."""
    ports: list[int] = []
    for _ in range(ATTEMPTS):
        if len(ports) == count:
            return ports
        port = FIRST + secrets.randbelow(LAST - FIRST)
        if port not in _given and is_free(port):
            _given.add(port)
            ports.append(port)
    raise NoFreePort


def is_free(port: int) -> bool:
    """True when we could listen on the port."""
    with socket.socket() as listener, suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        return True
    return False


def preferred_port(port: int) -> int:
    """The port itself where it is free, so that addresses stay the same; else another one."""
    return port if is_free(port) else free_ports(1)[0]
