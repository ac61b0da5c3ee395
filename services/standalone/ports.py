"""Loopback ports of one machine's servers: free ones, or the ones that the operator set."""

import socket
from contextlib import ExitStack


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, each different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for listener in sockets:
            listener.bind(("127.0.0.1", 0))
        return [int(listener.getsockname()[1]) for listener in sockets]


def is_free(port: int) -> bool:
    """True when we could listen on the port."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def preferred_port(port: int) -> int:
    """The port itself where it is free, so that addresses stay the same; else another one."""
    return port if is_free(port) else free_ports(1)[0]
