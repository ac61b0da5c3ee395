"""Layouts of machine-readable zones, as data: where each field lies and which digit covers it."""

from dataclasses import dataclass

#: (line, start, end): a stretch of one line, end not included.
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check digit and the stretches that it covers, in order."""

    #: "number", "birth_date", "expiry_date", "optional" or "overall".
    name: str
    spans: tuple[Span, ...]
    #: Line and column of the digit.
    digit: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One format: an alphabet for each column, and the fields.

    Alphabets: A letter or filler, N digit, D digit or filler, S sex, X any; a digit, or a letter
    in lower case, is that very character.
    """

    format: str
    columns: tuple[str, ...]
    number: Span
    birth_date: Span | None
    sex: Span | None
    expiry_date: Span | None
    #: One stretch "NAME<<GIVEN", or two: the birth name, then the given names.
    names: tuple[Span, ...]
    checks: tuple[Check, ...]
    state: Span = (0, 2, 5)

    @property
    def width(self) -> int:
        """Characters a line."""
        return len(self.columns[0])

    @property
    def names_are_covered(self) -> bool:
        """True where a check digit covers every name."""
        return all(
            any(_inside(name, span) for check in self.checks for span in check.spans)
            for name in self.names
        )


def _inside(inner: Span, outer: Span) -> bool:
    return inner[0] == outer[0] and outer[1] <= inner[1] and inner[2] <= outer[2]


def _simple(name: str, line: int, start: int, end: int) -> Check:
    return Check(name=name, spans=((line, start, end),), digit=(line, end))


#: Doc 9303 part 5: cards of the credit-card size, the French card since 2021 among them.
TD1 = Layout(
    format="td1",
    columns=(
        "AX" + "A" * 3 + "X" * 9 + "D" + "X" * 15,
        "D" * 6 + "N" + "S" + "D" * 6 + "N" + "A" * 3 + "X" * 11 + "N",
        "A" * 30,
    ),
    number=(0, 5, 14),
    birth_date=(1, 0, 6),
    sex=(1, 7, 8),
    expiry_date=(1, 8, 14),
    names=((2, 0, 30),),
    checks=(
        _simple("number", 0, 5, 14),
        _simple("birth_date", 1, 0, 6),
        _simple("expiry_date", 1, 8, 14),
        Check(
            name="overall",
            spans=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
            digit=(1, 29),
        ),
    ),
)

_SECOND_LINE = "X" * 9 + "N" + "A" * 3 + "D" * 6 + "N" + "S" + "D" * 6 + "N"

_BASE_CHECKS = (
    _simple("number", 1, 0, 9),
    _simple("birth_date", 1, 13, 19),
    _simple("expiry_date", 1, 21, 27),
)


def _two_lines(form: str, opening: str, width: int, tail: str, more: tuple[Check, ...]) -> Layout:
    """TD2, TD3 and the visas share the first 28 columns of their second line."""
    return Layout(
        format=form,
        columns=(opening + "A" * (width - 1), _SECOND_LINE + tail),
        number=(1, 0, 9),
        birth_date=(1, 13, 19),
        sex=(1, 20, 21),
        expiry_date=(1, 21, 27),
        names=((0, 5, width),),
        checks=_BASE_CHECKS + more,
    )


#: Doc 9303 part 6.
TD2 = _two_lines(
    *("td2", "A", 36, "X" * 7 + "N"),
    (Check(name="overall", spans=((1, 0, 10), (1, 13, 20), (1, 21, 35)), digit=(1, 35)),),
)

#: Doc 9303 part 4: passports.
TD3 = _two_lines(
    *("td3", "p", 44, "X" * 14 + "DN"),
    (
        _simple("optional", 1, 28, 42),
        Check(name="overall", spans=((1, 0, 10), (1, 13, 20), (1, 21, 43)), digit=(1, 43)),
    ),
)

#: Doc 9303 part 7: visas, which have no overall digit.
MRVA = _two_lines("mrva", "v", 44, "X" * 16, ())
MRVB = _two_lines("mrvb", "v", 36, "X" * 8, ())

#: The French card before 2021 (RULEBOOK N9): the size of TD2, its own columns, no expiry date,
#: and an overall digit over the 71 characters before it, names included.
OLD_CNI = Layout(
    format="old_cni",
    columns=(
        "idfra" + "A" * 25 + "X" * 6,
        "N" * 4 + "X" * 3 + "N" * 5 + "N" + "A" * 14 + "D" * 6 + "N" + "S" + "N",
    ),
    number=(1, 0, 12),
    birth_date=(1, 27, 33),
    sex=(1, 34, 35),
    expiry_date=None,
    names=((0, 5, 30), (1, 13, 27)),
    checks=(
        _simple("number", 1, 0, 12),
        _simple("birth_date", 1, 27, 33),
        Check(name="overall", spans=((0, 0, 36), (1, 0, 35)), digit=(1, 35)),
    ),
)

#: The single line of a French licence (RULEBOOK N9, from a community's reading of specimens): it
#: holds no birth date, and the name is cut at eight letters. Only
#: its last digit is understood: column 15 did not follow from the number on the specimen seen.
LICENCE = Layout(
    format="licence",
    columns=("d1fra" + "X" * 10 + "D" * 6 + "A" * 8 + "N",),
    number=(0, 5, 14),
    birth_date=None,
    sex=None,
    expiry_date=(0, 15, 21),
    names=((0, 21, 29),),
    checks=(Check(name="overall", spans=((0, 0, 29),), digit=(0, 29)),),
)

#: Narrow claims first: where two layouts hold equally well, the earlier one is taken.
LAYOUTS = (OLD_CNI, LICENCE, MRVA, MRVB, TD3, TD1, TD2)
