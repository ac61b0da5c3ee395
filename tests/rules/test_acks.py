"""Acks of one channel: few frames, and never one for a message that nobody answered."""

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.acks import Acks


class Channel:
    """What the broker holds against one channel, by its rules for acks."""

    def __init__(self, deliveries):
        self.outstanding = set(range(1, deliveries + 1))
        self.acked = set()
        self.frames = 0

    async def ack(self, number, all_to):
        assert number in self.outstanding, "unknown delivery tag: the broker closes the channel"
        await asyncio.sleep(0)  # a full buffer lets others go first
        named = {one for one in self.outstanding if one <= number} if all_to else {number}
        self.outstanding -= named
        self.acked |= named
        self.frames += 1


async def test_messages_answered_in_one_turn_leave_in_one_frame():
    channel = Channel(5)
    acks = Acks(channel.ack)
    await asyncio.gather(*(acks.ack(number) for number in (2, 1, 4, 3, 5)))
    assert (channel.frames, channel.outstanding) == (1, set())


async def test_a_single_message_is_acked_at_once():
    channel = Channel(1)
    await Acks(channel.ack).ack(1)
    assert channel.acked == {1}


async def test_a_message_still_in_work_is_not_acked_with_later_ones():
    channel = Channel(4)
    acks = Acks(channel.ack)
    await asyncio.gather(*(acks.ack(number) for number in (1, 3, 4)))
    assert (channel.acked, channel.outstanding) == ({1, 3, 4}, {2})
    await acks.ack(2)
    assert channel.outstanding == set()


async def test_a_message_given_back_is_passed_over_and_never_acked():
    channel = Channel(3)
    acks = Acks(channel.ack)
    channel.outstanding.remove(2)  # the broker has taken it back
    acks.pass_over(2)
    await asyncio.gather(acks.ack(1), acks.ack(3))
    assert (channel.acked, channel.frames) == ({1, 3}, 1)


async def test_an_ack_that_fails_tells_who_sent_it_and_does_not_stop_later_ones():
    channel = Channel(2)
    broken = [True]

    async def send(number, all_to):
        if broken:
            raise ConnectionError
        await channel.ack(number, all_to)

    acks = Acks(send)
    with pytest.raises(ConnectionError):
        await acks.ack(1)
    broken.clear()
    await acks.ack(2)
    assert channel.acked >= {2}


@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_in_whatever_order_messages_end_what_is_acked_is_what_was_answered(count, chance):
    acked, returned, channel = asyncio.run(_life(count, chance))
    assert channel.acked == acked
    assert channel.outstanding == set(range(1, count + 1)) - acked - returned


async def _life(count: int, chance: random.Random):
    """Messages end at random moments: acked, given back, or never answered."""
    channel = Channel(count)
    acks = Acks(channel.ack)
    ends = {
        number: chance.choice(("ack", "ack", "ack", "back", "never"))
        for number in range(1, count + 1)
    }

    async def live(number, turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        if ends[number] == "ack":
            await acks.ack(number)
        elif ends[number] == "back":
            channel.outstanding.discard(number)
            acks.pass_over(number)

    await asyncio.gather(*(live(number, chance.randrange(6)) for number in ends))
    named = {word: {n for n, end in ends.items() if end == word} for word in ("ack", "back")}
    return named["ack"], named["back"], channel
