"""Until when a French card of before 2021 serves: its zone holds no date, its number does."""

import calendar
import datetime as dt
from dataclasses import dataclass

from shared.domain.findings import Verdict

#: Years printed on cards of before 2014, and on those of minors (RULEBOOK ID4).
PRINTED_YEARS = 10

#: Years printed on an adult's card issued from 2014 on (RULEBOOK ID4).
LONGER_YEARS = 15

#: Cards of adults issued in this span were lengthened by five years (RULEBOOK ID4).
EXTENDED_FROM, EXTENDED_TO = dt.date(2004, 1, 2), dt.date(2013, 12, 31)

EXTENSION_YEARS = 5

#: A French card serves when valid or expired for less than this (RULEBOOK ID1).
TOLERANCE_YEARS = 5

ADULT_YEARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSpan:
    """The end of a card for one day of issue."""

    #: As printed.
    printed: dt.date
    #: With the extension, where there is one.
    extended: dt.date


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day `years` later; 1 March stands for a missing 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def issue_days(number: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last possible day of issue, from the number's year and month (RULEBOOK N9 [S])."""
    if not number[:4].isdigit() or not 1 <= int(number[2:4]) <= 12:
        return None
    century = 2000 if int(number[:2]) <= today.year % 100 else 1900
    year, month = century + int(number[:2]), int(number[2:4])
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, last)


def card_span(issued: dt.date, born: dt.date) -> CardSpan:
    """The printed end and the extended one of a card issued that day."""
    adult = years_after(born, ADULT_YEARS) <= issued
    longer = adult and issued > EXTENDED_TO
    printed = years_after(issued, LONGER_YEARS if longer else PRINTED_YEARS)
    lengthened = adult and EXTENDED_FROM <= issued <= EXTENDED_TO
    extended = years_after(printed, EXTENSION_YEARS) if lengthened else printed
    return CardSpan(printed=printed, extended=extended)


def judge_span(span: CardSpan, today: dt.date) -> Verdict:
    """Pass, fail, or warn where the texts do not say from which end the tolerance counts."""
    if today < years_after(span.printed, TOLERANCE_YEARS) or today <= span.extended:
        return Verdict.PASS
    if today < years_after(span.extended, TOLERANCE_YEARS):
        return Verdict.WARN
    return Verdict.FAIL


def judge_old_card(
    number: str | None, born: dt.date | None, issued: dt.date | None, today: dt.date
) -> Verdict:
    """The verdict of the printed day of issue; without it, what holds for every possible one.

    Warn where possible days differ, or where the printed day is not of the number's month.
    """
    days = issue_days(number or "", today)
    if days is None or born is None:
        return Verdict.NOT_EVALUATED
    if issued is not None:
        if not days[0] <= issued <= days[1]:
            return Verdict.WARN
        days = (issued, issued)
    verdicts = {judge_span(card_span(day, born), today) for day in days}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.WARN
