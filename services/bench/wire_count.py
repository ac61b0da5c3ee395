"""Counts what a service asks of the store, by standing in between and reading the heads only."""

from collections import Counter
from typing import Any

from services.faults.proxy import FaultProxy

#: MongoDB's wire protocol: every message opens with its length; in an OP_MSG the first document's
#: first element, which names the command, begins after 16 bytes of head, 4 of flags, 1 of section
#: kind, 4 of length and 1 of type.
LENGTH, NAME = 4, 26
#: What drivers say to keep a connection: no question of ours.
KEEPING = frozenset({"hello", "ismaster", "isMaster", "endSessions", "ping"})


class Requests:
    """The commands in a stream of bytes, however it is cut."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._held = bytearray()
        self._skipped = 0
        self.commands: Counter[str] = Counter()

    def read(self, data: bytes) -> None:
        """Take the next bytes."""
        skipped = min(self._skipped, len(data))
        self._skipped -= skipped
        self._held += data[skipped:]
        while not self._skipped and (end := self._held.find(b"\0", NAME)) >= 0:
            length = int.from_bytes(self._held[:LENGTH], "little")
            self.commands[self._held[NAME:end].decode("ascii", "replace")] += 1
            self._skipped = max(length - len(self._held), 0)
            del self._held[:length]

    @property
    def asked(self) -> Counter[str]:
        """Round trips that are ours, by command."""
        return Counter({name: n for name, n in self.commands.items() if name not in KEEPING})


class CountingProxy(FaultProxy):
    """Lets everything through and counts the requests."""

    def __init__(self, target: int) -> None:
        """Forward to that port of this machine."""
        super().__init__(target)
        self._streams: dict[int, Requests] = {}

    @property
    def asked(self) -> Counter[str]:
        """Round trips of all connections so far, by command."""
        return sum((stream.asked for stream in self._streams.values()), Counter())

    def _note(self, link: Any, data: bytes) -> bool:
        self._streams.setdefault(id(link.client), Requests()).read(data)
        return super()._note(link, data)
