"""Machine-readable zones written from a holder: TD1, TD3 and the pre-2021 French card."""

import itertools
import unicodedata

from services.demo.specimens.mrz_names import given_zone, name_zone, surname_zone
from services.demo.specimens.persons import Holder

#: Doc 9303-3 4.9: weights repeated along the checked characters.
WEIGHTS = (7, 3, 1)

#: Doc 9303-3 4.9: digits count for themselves, A-Z for 10-35, the filler for 0.
VALUES = {"<": 0} | {character: index for index, character in enumerate("0123456789")}
VALUES |= {chr(ord("A") + index): 10 + index for index in range(26)}


def check_digit(text: str) -> str:
    """The check digit of some characters of a machine-readable zone."""
    weighted = (VALUES[char] * weight for char, weight in zip(text, itertools.cycle(WEIGHTS)))
    return str(sum(weighted) % 10)


def td1(holder: Holder, *, code: str = "ID", state: str = "FRA") -> list[str]:
    """Three lines of 30, as on the French card of the 2021 model (Doc 9303-5)."""
    first = f"{code:<<2}{_state(state)}{_checked(_number(holder)):<<25}"
    birth, expiry = _checked(_birth(holder)), _checked(f"{holder.expires_on:%y%m%d}")
    second = f"{birth}{_sex(holder)}{expiry}{_state(state):<<14}"
    overall = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return [first, second + overall, name_zone(holder.identity, 30)]


def td3(holder: Holder, *, state: str = "FRA", personal_number: str = "") -> list[str]:
    """Two lines of 44, as on passports (Doc 9303-4)."""
    birth, expiry = _checked(_birth(holder)), _checked(f"{holder.expires_on:%y%m%d}")
    second = f"{_checked(_number(holder))}{_state(state)}{birth}{_sex(holder)}{expiry}"
    second += _checked(f"{personal_number:<<14}")
    overall = check_digit(second[0:10] + second[13:20] + second[21:43])
    return [f"P<{_state(state)}{name_zone(holder.identity, 39)}", second + overall]


def old_card(holder: Holder, *, office: str = "") -> list[str]:
    """Two lines of 36 of the pre-2021 French card, a layout of its own (RULEBOOK N9).

    It holds no expiry date, and its last digit covers both lines.
    """
    number = holder.document_number
    if len(number) != 12 or not number.isdigit():
        raise ValueError("the number of a pre-2021 card has 12 digits")
    first = f"IDFRA{surname_zone(holder.identity, 25)}{office:<<6}"
    second = f"{_checked(number)}{given_zone(holder.identity, 14)}{_checked(_birth(holder))}"
    second += _sex(holder)
    return [first, second + check_digit(first + second)]


def _checked(text: str) -> str:
    return text + check_digit(text)


def _state(state: str) -> str:
    return f"{state:<<3}"


def _number(holder: Holder) -> str:
    number = unicodedata.normalize("NFKC", holder.document_number).upper()
    if len(number) > 9 or any(char not in VALUES for char in number):
        raise ValueError("a document number has at most 9 capitals or digits")
    return f"{number:<<9}"


def _birth(holder: Holder) -> str:
    """YYMMDD; Doc 9303-3 4.8 writes fillers for an unknown day or month."""
    year, month, day = (holder.identity.birth_date or "0000-00-00").split("-")
    return "".join("<<" if part == "00" else part for part in (year[2:], month, day))


def _sex(holder: Holder) -> str:
    """Doc 9303-4 4.2.2: the filler stands for a sex that is neither F nor M."""
    return holder.identity.sex if holder.identity.sex in ("F", "M") else "<"
