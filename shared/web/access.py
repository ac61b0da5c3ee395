"""Who is asking, and what they may do. One place; every route names the role it needs."""

import base64
import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from shared.domain.dossier import Dossier, StageStatus
from shared.stages import StageName
from shared.web.candidate_scope import CandidateScope


class Role(enum.StrEnum):
    """What an account is for."""

    #: A driving school, or a front end acting for one.
    SCHOOL = "school"
    #: A candidate who files alone.
    CANDIDATE = "candidate"
    #: An agent of a CERT.
    INSTRUCTOR = "instructor"
    #: Head of a CERT: an agent who also sees how the work of the centre stands.
    HEAD = "head"
    #: On-call engineers.
    OPS = "ops"
    #: Reads who did what, and nothing of what was filed.
    AUDITOR = "auditor"


#: Roles that file requests.
FILERS = frozenset({Role.SCHOOL, Role.CANDIDATE})
#: Roles that instruct them.
AGENTS = frozenset({Role.INSTRUCTOR, Role.HEAD})
#: Roles that read the audit; each look of theirs is part of it.
AUDIT_READERS = frozenset({Role.OPS, Role.AUDITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone who may come in."""

    #: Opaque; it appears in logs and documents.
    account_id: str
    role: Role
    #: The number under which a school is approved; None for others, and where it is not known.
    agrement: str | None = None
    #: What a candidate who came by a link may see; None for everybody else.
    scope: CandidateScope | None = None
    #: Where letters reach it, folded; nobody else signs in with it.
    email: str | None = None
    #: An instructor's centre: its code, or the départements that it serves, parted by commas.
    centre: str | None = None
    #: What colleagues see in place of the identifier.
    label: str | None = None
    #: Nobody comes in with it any more.
    disabled: bool = False


class Action(enum.StrEnum):
    """What one may want to do to a dossier."""

    #: Look at all that is said to filers.
    READ = "read"
    #: Declare, upload, mend, send.
    FILE = "file"
    #: Take, look at every piece, decide.
    REVIEW = "review"
    #: Send again, give up: stages and causes, no personal data.
    OPERATE = "operate"


class Reach(enum.StrEnum):
    """On whose dossiers."""

    OWN = "own"
    ANY = "any"


#: Who may do what, on whose dossiers. What is not named here is refused.
RIGHTS: Mapping[tuple[Role, Action], Reach] = {
    (Role.SCHOOL, Action.READ): Reach.OWN,
    (Role.SCHOOL, Action.FILE): Reach.OWN,
    (Role.CANDIDATE, Action.READ): Reach.OWN,
    (Role.CANDIDATE, Action.FILE): Reach.OWN,
    (Role.INSTRUCTOR, Action.READ): Reach.ANY,
    (Role.INSTRUCTOR, Action.REVIEW): Reach.ANY,
    (Role.HEAD, Action.READ): Reach.ANY,
    (Role.HEAD, Action.REVIEW): Reach.ANY,
    (Role.OPS, Action.OPERATE): Reach.ANY,
}


class Accounts(Protocol):
    """Where accounts are kept."""

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        ...

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret; AgrementTaken where a school has its number.

        An account written again without its number keeps it.
        """
        ...


def digest_of(secret: str) -> str:
    """Digest under which a secret is stored.

    Secrets are 256 random bits that we make, so a plain SHA-256 is enough: there is nothing to
    guess that a slow hash would protect.
    """
    # headers may hold bytes that are no UTF-8: they open nothing, but must not stop us
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def may(account: Account, action: Action, dossier: Dossier) -> bool:
    """The one place that decides who may do what to which dossier."""
    reach = RIGHTS.get((account.role, action))
    if reach is None or account.disabled:
        return False
    if reach is Reach.ANY or dossier.owner == account.account_id:
        return True
    return _is_candidate_of(account, dossier) and (
        action is Action.READ or _under_correction(dossier)
    )


def _is_candidate_of(account: Account, dossier: Dossier) -> bool:
    """A link opens its own dossier, or those of its address, and nothing else."""
    return account.scope is not None and account.scope.covers(dossier)


def _under_correction(dossier: Dossier) -> bool:
    """What somebody else filed, its candidate mends only where something is asked."""
    return dossier.stage(StageName.CORRECTION).status is StageStatus.OPEN


def is_confined(account: Account) -> bool:
    """True for who came by a link and files nothing: such a session opens no new dossier."""
    return account.scope is not None and not account.scope.files


def may_read(account: Account, dossier: Dossier) -> bool:
    """Filers read their own dossiers, agents read all, ops none: they see no personal data."""
    return may(account, Action.READ, dossier)


def may_file(account: Account, dossier: Dossier) -> bool:
    """Only the account that opened a dossier, or its candidate, changes it."""
    return may(account, Action.FILE, dossier)


def secret_of(authorization: str) -> str | None:
    """The secret of an Authorization header: Bearer, or Basic with any user name (browsers)."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(value, validate=True).decode()
    except ValueError:  # not base64, or not UTF-8
        return None
    return pair.partition(":")[2] or None
