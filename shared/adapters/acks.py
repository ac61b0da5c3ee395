"""The acks of one channel, in as few frames as the order of their messages allows.

AMQP lets one frame ack every message up to a number. It is used only where each of those was
answered here, one by one; what ended out of turn is acked by itself, in the same turn of the loop.
"""

import asyncio
from collections.abc import Awaitable, Callable

#: Sends an ack: number of the delivery, and whether it stands for all earlier ones too.
SendAck = Callable[[int, bool], Awaitable[None]]


class Acks:
    """Which deliveries of one channel are answered. The broker counts them from 1, without gaps."""

    def __init__(self, send: SendAck) -> None:
        """Nothing is answered."""
        self._send = send
        #: Every delivery up to this one is answered.
        self._through = 0
        self._answered: set[int] = set()
        self._due: set[int] = set()
        self._leading = False
        self._order = asyncio.Lock()

    def pass_over(self, number: int) -> None:
        """The delivery was rejected or given back, and the frame that says so is on its way."""
        self._answered.add(number)

    async def ack(self, number: int) -> None:
        """Ack it. The first to come in a turn of the loop sends for all who come in that turn."""
        self._due.add(number)
        if self._leading:
            return
        self._leading = True
        try:
            await asyncio.sleep(0)
        finally:
            self._leading = False
        async with self._order:  # a number that an earlier frame has acked closes the channel
            await self._flush()

    async def _flush(self) -> None:
        due, self._due = self._due, set()
        self._answered |= due
        while self._through + 1 in self._answered:
            self._through += 1
            self._answered.remove(self._through)
        together = [number for number in due if number <= self._through]
        if together:
            await self._send(max(together), len(together) > 1)
        for number in sorted(due.difference(together)):
            await self._send(number, False)
