"""What a school wants to hear, and where its program listens: kept for the page and the API."""

import base64
import secrets
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.pipeline.contacts import Contact, Contacts, Hook, Wants
from shared.pipeline.public_address import LONGEST_URL, may_be_hook
from shared.web.access import Account, Role
from shared.web.problems import Problem, ProblemType


class PreferencesBody(BaseModel):
    """The preferences, whole: what is left out goes back to its default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    letters: Wants = Wants.ALL
    #: https, on the internet; null: no webhook.
    webhook_url: str | None = Field(default=None, max_length=LONGEST_URL)
    #: Makes a new secret for the same address.
    renew_secret: StrictBool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The preferences after a change."""

    contact: Contact
    #: A secret that was just made; it is shown this once.
    secret: str | None


class WrongHookAddress(Exception):
    """A webhook's address that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesDesk:
    """One desk for two doors."""

    contacts: Contacts
    allow_private: bool

    async def of(self, account: Account) -> Contact:
        """The school's preferences; candidates have none: they always hear what asks for an act."""
        contact = (
            await self.contacts.of(account.account_id) if account.role is Role.SCHOOL else None
        )
        if contact is None:
            raise Problem(ProblemType.FORBIDDEN)
        return contact

    async def keep(self, account: Account, body: PreferencesBody) -> Kept:
        """Keep all of it, or nothing where the address is wrong (WrongHookAddress)."""
        contact = await self.of(account)
        hook = self._hook(contact.hook, body)
        if hook != contact.hook:
            await self.contacts.put_hook(account.account_id, hook)
        if body.letters is not contact.wants:
            await self.contacts.prefer(account.account_id, body.letters)
        known = contact.hook.secret if contact.hook else None
        fresh = hook.secret if hook is not None and hook.secret != known else None
        return Kept(contact=replace(contact, wants=body.letters, hook=hook), secret=fresh)

    def _hook(self, before: Hook | None, body: PreferencesBody) -> Hook | None:
        """The hook as asked for; written again it is on again, with nothing held against it."""
        url = body.webhook_url
        if not url:
            return None
        if not may_be_hook(url, allow_private=self.allow_private):
            raise WrongHookAddress
        same = before is not None and before.url == url and not body.renew_secret
        return Hook(url=url, secret=before.secret if before and same else new_secret())


def new_secret() -> str:
    """32 random bytes, as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
