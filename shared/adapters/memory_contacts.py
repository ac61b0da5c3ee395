"""Contacts of schools, and events for their webhooks, in memory for the tests."""

import datetime as dt
from dataclasses import replace

from shared.pipeline.contacts import Contact, Hook, Wants
from shared.pipeline.hooks import HookEvent


class MemoryContacts:
    """Contacts in a dictionary."""

    def __init__(self, *contacts: Contact) -> None:
        """Begin with these schools."""
        self.schools = {contact.account_id: contact for contact in contacts}

    async def of(self, account_id: str) -> Contact | None:
        """The school; None for any other account, and for an unknown one."""
        return self.schools.get(account_id)

    async def prefer(self, account_id: str, wants: Wants) -> None:
        """Keep which letters the school wants."""
        if account_id in self.schools:
            self.schools[account_id] = replace(self.schools[account_id], wants=wants)

    async def put_hook(self, account_id: str, hook: Hook | None) -> None:
        """Keep the school's webhook, or take it away."""
        if account_id in self.schools:
            self.schools[account_id] = replace(self.schools[account_id], hook=hook)

    async def hook_worked(self, account_id: str) -> None:
        """The hook took an event: what failed before no longer counts."""
        school = self.schools.get(account_id)
        if school is not None and school.hook is not None:
            await self.put_hook(account_id, replace(school.hook, failing_since=None))

    async def hook_failed(self, account_id: str, now: dt.datetime) -> dt.datetime:
        """The hook failed; since when it does so without a success between."""
        school = self.schools.get(account_id)
        if school is None or school.hook is None:
            return now
        since = school.hook.failing_since or now
        await self.put_hook(account_id, replace(school.hook, failing_since=since))
        return since


class MemoryHookOutbox:
    """Events for webhooks in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.events: dict[str, HookEvent] = {}
        #: Those that are done with, and why where they were given up.
        self.closed: dict[str, str | None] = {}

    async def lay(self, event: HookEvent) -> None:
        """Keep the event; one that is already there changes nothing."""
        self.events.setdefault(event.key, event)

    async def take(self, now: dt.datetime, lease: dt.timedelta) -> HookEvent | None:
        """An event whose moment has come, held for the lease; the try is counted."""
        due = [
            event
            for event in self.events.values()
            if event.key not in self.closed and event.due_at <= now
        ]
        if not due:
            return None
        oldest = min(due, key=lambda event: event.due_at)
        taken = replace(oldest, due_at=now + lease, tries=oldest.tries + 1)
        self.events[taken.key] = taken
        return taken

    async def put_off(self, key: str, due_at: dt.datetime) -> None:
        """Try it again then."""
        self.events[key] = replace(self.events[key], due_at=due_at)

    async def close(self, key: str, now: dt.datetime, cause: str | None = None) -> None:
        """It has left, or is given up with its cause."""
        self.closed[key] = cause
