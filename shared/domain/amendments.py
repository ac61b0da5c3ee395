"""What a correction changed in the declared part, and whether that was asked."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from shared.domain.demande import Amendment, Demande

#: What may change with a field that was asked: a usage name typed as birth name moves to its own
#: place, and a whole identity was typed in the wrong one.
_WITH: dict[str, frozenset[str]] = {
    "birth_name": frozenset({"usage_name"}),
    "representative": frozenset(
        {"birth_name", "usage_name", "given_names", "sex", "birth_date", "birth_place", "email"}
    ),
}
#: What the portal says, not what somebody typed here: it is as it is.
_PORTAL = ("account.", "account_activated")


def amendments(before: Demande, after: Demande) -> tuple[Amendment, ...]:
    """Every declared value that differs, in the order of the form."""
    old, new = dict(_values(before)), dict(_values(after))
    return tuple(
        Amendment(field=name, before=old.get(name, ""), after=new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )


def _values(demande: Demande) -> Iterator[tuple[str, str]]:
    for own in fields(Demande):
        value = getattr(demande, own.name)
        if own.name == "amended":
            continue
        if not is_dataclass(value):
            yield own.name, _written(value)
            continue
        # the candidate's own fields go by their short names, as corrections ask for them
        prefix = "" if own.name == "candidate" else f"{own.name}."
        for inner in fields(value):
            yield f"{prefix}{inner.name}", _written(getattr(value, inner.name))


def _written(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def unasked(changed: Iterable[Amendment], asked: frozenset[str]) -> tuple[str, ...]:
    """The fields that changed though nobody asked."""
    allowed = asked.union(*(_WITH.get(name, frozenset()) for name in asked))
    return tuple(
        change.field
        for change in changed
        if not change.field.startswith(_PORTAL)
        and change.field not in allowed
        and change.field.partition(".")[0] not in allowed
    )


def touches(change: Amendment, asked: str) -> bool:
    """True when the change answers what was asked: there, or in the account beside it."""
    if asked == "email" and change.field.startswith("account."):
        return True  # another address leads to another account
    return change.field in (asked, f"account.{asked}", *_WITH.get(asked, ()))
