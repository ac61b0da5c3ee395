"""`guichet queues`: every stage in flow order with what stands, moves and hurts in it."""

import asyncio
import datetime as dt

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from services.ops.connection import looking
from services.ops.words import figure, rate, short
from shared.pipeline.hearing import is_late
from shared.pipeline.overview import Overview, StageNow
from shared.settings import Settings

#: Seconds between two looks of --watch.
REFRESH = 2.0
#: Share of a deadline from which its age is worth a colour.
NEARLY_LATE = 0.8

#: Characters of a line that nobody sees on a terminal: every cell whole, for whoever searches them.
WIDTH_IN_A_PIPE = 200

#: What a person's stage has nothing of.
_MESSAGES = ("ready", "in flight", "retrying", "parked", "consumers")
_COLUMNS = (
    "open",
    *_MESSAGES,
    "oldest / deadline",
    "rate",
    "drained in",
    "canary",
)


async def show_queues(settings: Settings, console: Console, *, watch: bool) -> None:
    """Print the table once, or again and again until Ctrl-C."""
    async with looking(settings) as views:
        if not watch:
            width = None if console.is_terminal else WIDTH_IN_A_PIPE
            console.print(queues_table(await views.lookout.look()), width=width)
            return
        with Live(console=console, auto_refresh=False) as live:
            while True:
                live.update(queues_table(await views.lookout.look()), refresh=True)
                await asyncio.sleep(REFRESH)


def queues_table(overview: Overview) -> Group:
    """The table, with what is wrong in words under it."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("stage", no_wrap=True)
    table.add_column("turn", style="dim", no_wrap=True)
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for stage in overview.stages:
        table.add_row(*_cells(stage, overview.now))
    notes = [
        Text(
            f"{incident.kind} {incident.subject}: {incident.count},"
            f" since {short(overview.now - incident.opened_at)}",
            style="red",
        )
        for incident in overview.incidents
    ]
    if not overview.broker_answers:
        notes.append(Text("The broker does not answer: its columns are unknown.", style="red"))
    return Group(table, *notes)


def _cells(stage: StageNow, now: dt.datetime) -> list[str | Text]:
    row = stage.row
    if row.queue is None:
        messages: list[str | Text] = [""] * len(_MESSAGES)
    else:
        messages = [
            figure(stage.ready),
            figure(stage.in_flight),
            figure(stage.retrying),
            _parked(stage),
            _consumers(stage),
        ]
    return [
        str(row.name),
        str(row.turn),
        figure(stage.depth),
        *messages,
        _oldest(stage, now),
        rate(stage.per_minute),
        short(stage.time_to_drain),
        _canary(stage, now),
    ]


def _parked(stage: StageNow) -> Text:
    """Dossiers that are parked; their messages beside them where the two differ."""
    count = stage.parked.count if stage.parked else 0
    messages = stage.parked_messages
    text = figure(count)
    if messages is not None and messages != count:
        text += f" ({messages} messages)"
    return Text(text, style="red" if count or messages else "")


def _consumers(stage: StageNow) -> Text:
    return Text(str(figure(stage.consumers)), style="red" if stage.consumers == 0 else "")


def _oldest(stage: StageNow, now: dt.datetime) -> Text:
    """Age of the oldest, and the time until the next deadline or since it passed."""
    opened = stage.opened
    if opened is None:
        return Text("·")
    age = now - opened.oldest_since
    if opened.next_deadline is None:
        return Text(short(age))
    left = opened.next_deadline - now
    if left < dt.timedelta(0):
        return Text(f"{short(age)}, late by {short(-left)}", style="bold red")
    near = age > NEARLY_LATE * (age + left)
    return Text(f"{short(age)}, {short(left)} left", style="yellow" if near else "")


def _canary(stage: StageNow, now: dt.datetime) -> Text:
    """Round trip of the last probe, or how long it has not been met."""
    probe = stage.probe
    if probe is None:
        return Text("–" if stage.row.queue else "")
    if probe.seen_at is not None:
        return Text(short(probe.seen_at - probe.sent_at))
    waits = f"not met, {short(now - probe.sent_at)}"
    return Text(waits, style="bold red" if is_late(stage.row, probe, now) else "dim")
