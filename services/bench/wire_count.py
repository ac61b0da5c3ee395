"""Counts what a service asks of the store, by standing in between and reading the heads only."""

from collections import Counter
from typing import Any

from services.faults.proxy import FaultProxy

#: MongoDB's wire protocol: every message opens with its length; in an OP_MSG the first document's
#: first element, which names the command and mostly the collection, begins after 16 bytes of head,
#: 4 of flags, 1 of section kind, 4 of length and 1 of type.
LENGTH, NAME = 4, 26
#: BSON: type of a string, and the bytes of its length before it.
STRING, STRING_LENGTH = 2, 4
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
        while not self._skipped and (words := self._words()):
            length = int.from_bytes(self._held[:LENGTH], "little")
            self.commands[words] += 1
            self._skipped = max(length - len(self._held), 0)
            del self._held[:length]

    def _words(self) -> str:
        """The command and its collection, once they are there whole."""
        end = self._held.find(b"\0", NAME)
        if end < 0:
            return ""
        command = self._held[NAME:end].decode("ascii", "replace")
        if self._held[NAME - 1] != STRING:
            return command
        start = end + 1 + STRING_LENGTH
        stop = self._held.find(b"\0", start)
        return f"{command} {self._held[start:stop].decode('ascii', 'replace')}" if stop >= 0 else ""

    @property
    def asked(self) -> Counter[str]:
        """Round trips that are ours, by command."""
        return Counter(
            {words: n for words, n in self.commands.items() if words.split()[0] not in KEEPING}
        )


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
