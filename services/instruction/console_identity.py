"""The identity table: what the account says, what was read, what was typed, mismatches first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.instruction.audiences import LABELS
from services.instruction.console_evidence import Zone
from services.instruction.console_marks import Segment, difference_said, segments
from services.instruction.console_words import FieldWords, Word, words_of
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.wording import CAUSE_SENTENCES
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.stages import StageName

#: Words and icon of each state; what settles least for the agent's eye comes last.
STATES: dict[State, tuple[str, str]] = {
    State.DIFFERENT: ("différent", "trouble"),
    State.DOUBTFUL: ("à vérifier", "person"),
    State.NOT_SUPPLIED: ("non renseigné", "unknown"),
    State.SAME: ("identique", "done"),
}
_ORDER = list(STATES)
_NOT_COMPARED = ("non comparé", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One source's word on a field."""

    #: « zone de lecture »; empty where the column has one source.
    source: str
    text: str
    runs: tuple[Segment, ...]
    #: The same differences in words.
    differs: str
    #: Where it stands on the piece; None where that was not kept.
    zone: Zone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field."""

    name: str
    label: str
    word: str
    icon: str
    cause: str
    expected: tuple[Said, ...]
    read: tuple[Said, ...]
    typed: tuple[Said, ...]


def field_rows(dossier: Dossier, zones: Mapping[str, Zone]) -> tuple[FieldRow, ...]:
    """Every field on which somebody says something; different ones first, agreed ones last."""
    compared = dossier.stage(StageName.DIVERGENCE).result
    rows = [
        (_state(compared, raw.name), _row(raw, compared, zones))
        for raw in words_of(dossier)
        if raw.expected or raw.typed or raw.read
    ]
    rows.sort(key=lambda pair: _ORDER.index(pair[0]) if pair[0] else len(_ORDER) - 2)
    return tuple(row for _, row in rows)


def _row(raw: FieldWords, compared: CheckResult | None, zones: Mapping[str, Zone]) -> FieldRow:
    state = _state(compared, raw.name)
    word, icon = STATES[state] if state else _NOT_COMPARED
    against = raw.typed or raw.expected
    others = [text for text in (raw.expected, *(text for _, text, _ in raw.read)) if text]
    unlike = next((one for one in others if _differ(raw.typed, one)), "")
    return FieldRow(
        name=raw.name,
        label=LABELS.get(raw.name, raw.name),
        word=word,
        icon=icon,
        cause=_cause(compared, raw.name) if state is not State.SAME else "",
        expected=_said((("", raw.expected, ""),), against, zones),
        read=_said(raw.read, against, zones),
        typed=_said((("", raw.typed, ""),), unlike, zones),
    )


def _said(words: Iterable[Word], against: str, zones: Mapping[str, Zone]) -> tuple[Said, ...]:
    told = []
    for source, text, key in words:
        if text:
            runs = segments(text, against)
            differs = difference_said(runs)
            zone = zones.get(key)
            told.append(Said(source=source, text=text, runs=runs, differs=differs, zone=zone))
    return tuple(told)


def _differ(one: str, other: str) -> bool:
    return any(run.differs for run in segments(other, one))


def _state(compared: CheckResult | None, name: str) -> State | None:
    code = compared.facts.get(f"state.{name}") if compared else None
    return State(str(code)) if code else None


def _cause(compared: CheckResult | None, name: str) -> str:
    """The likely cause; the finding's own sentence where it has no words for agents."""
    code = compared.facts.get(f"cause.{name}") if compared else None
    said = CAUSE_SENTENCES.get(Cause(str(code))) if code else None
    if said or compared is None:
        return said or ""
    criterion = f"divergence_{name}"
    return next((one.message for one in compared.findings if one.criterion == criterion), "")
