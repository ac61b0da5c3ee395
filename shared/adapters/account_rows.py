"""An account as accounts and sessions keep it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.web.access import Account, Role
from shared.web.candidate_scope import CandidateScope
from shared.web.directory import fold_email

#: Fields that an account may lack: a row holds those that it has.
OPTIONAL = ("agrement", "email", "centre", "label")


def row_of(account: Account) -> dict[str, Any]:
    """All but the identifier. Absent rather than null, so that unique indexes may be sparse."""
    fields = {name: getattr(account, name) for name in OPTIONAL}
    if account.email is not None:
        fields["email"] = fold_email(account.email)
    row = {name: value for name, value in fields.items() if value is not None}
    if account.scope is not None:
        row["scope"] = asdict(account.scope)
    return {"role": account.role.value, **row}


def account_of_row(account_id: str, row: Mapping[str, Any]) -> Account:
    """The account of a row, of a version before too."""
    optional = {name: row.get(name) for name in OPTIONAL}
    disabled = bool(row.get("disabled"))
    if row.get("scope"):
        optional["scope"] = CandidateScope(**row["scope"])
    return Account(account_id=account_id, role=Role(row["role"]), disabled=disabled, **optional)
