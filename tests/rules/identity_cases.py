"""Cases whose answer is known because of how they were made: the truth first, then one fault."""

import copy
import random
from collections.abc import Callable

from tests.rules.identity_material import GIVEN, SURNAMES, a_person, documents_of, mistyped

LAYOUTS = ("td1", "td2", "td3", "old_cni")
Case = dict
Maker = Callable[[random.Random], Case]


def a_case(chance: random.Random) -> Case:
    """All sources say the same."""
    person = a_person(chance)
    return {
        "declared": person,
        "account": copy.deepcopy(person),
        "documents": documents_of(person, chance.choice(LAYOUTS)),
        "representative": None,
        "expected": {"fields": {}, "causes": set(), "outcome": "clean"},
    }


def _expect(case: Case, outcome: str, *causes: str, **fields: str) -> Case:
    case["expected"] = {"fields": fields, "causes": set(causes), "outcome": outcome}
    return case


def unmarked(chance: random.Random) -> Case:
    """The account was typed without accents, in capitals, with spaces for hyphens."""
    from tests.rules.identity_material import transliterated

    case = a_case(chance)
    account = case["account"]
    account["birth_name"] = transliterated(account["birth_name"])
    account["given_names"] = [transliterated(name) for name in account["given_names"]]
    account["birth_place"] = account["birth_place"].upper()
    return case


def empty_field(chance: random.Random) -> Case:
    """The account holds nothing in one field."""
    case, names = a_case(chance), ("birth_name", "given_names", "sex", "birth_date", "birth_place")
    field = chance.choice(names)
    case["account"][field] = [] if field == "given_names" else None
    return _expect(case, "correction", "account_field_empty", **{field: "not_supplied"})


def typing_error(chance: random.Random) -> Case:
    """One slip in a name of the request or of the account."""
    case, side = a_case(chance), chance.choice(("declared", "account"))
    field = chance.choice(("birth_name", "given_names"))
    if field == "birth_name":
        name = chance.choice([name for name in SURNAMES if len(name) > 5])
        case = _renamed(case, name)
        case[side][field] = mistyped(name, chance)
    else:
        case[side][field][0] = mistyped(case[side][field][0], chance)
    return _expect(case, "correction", "typing_error", **{field: "different"})


def _renamed(case: Case, name: str) -> Case:
    case["declared"]["birth_name"] = case["account"]["birth_name"] = name
    case["documents"] = documents_of(case["declared"], "td3")
    return case


def wrong_date(chance: random.Random) -> Case:
    """Day and month swapped, two digits swapped, another century, one digit changed."""
    case, side = a_case(chance), chance.choice(("declared", "account"))
    date, cause, wrong = chance.choice(
        (
            ("2006-03-12", "day_month_swapped", "2006-12-03"),
            ("1987-05-24", "digits_swapped", "1978-05-24"),
            ("1987-05-24", "digits_swapped", "1987-05-42"),
            ("2004-11-09", "century", "1904-11-09"),
            ("2004-11-09", "typing_error", "2004-11-08"),
            ("1996-07-30", "typing_error", "1993-07-30"),
        )
    )
    case["declared"]["birth_date"] = case["account"]["birth_date"] = date
    case["documents"] = documents_of(case["declared"], "td1")
    case[side]["birth_date"] = wrong
    return _expect(case, "correction", cause, birth_date="different")


def swapped_names(chance: random.Random) -> Case:
    """Surname and given name in each other's place."""
    case, side = a_case(chance), chance.choice(("declared", "account"))
    person = case[side]
    person["birth_name"], person["given_names"] = person["given_names"][0], [person["birth_name"]]
    fields = {"birth_name": "different", "given_names": "different"}
    return _expect(case, "correction", "names_swapped", **fields)


def usage_name(chance: random.Random) -> Case:
    """A usage name typed as birth name; the other source has both."""
    case, side = a_case(chance), chance.choice(("declared", "account"))
    other = "account" if side == "declared" else "declared"
    usage = "Hautefeuille" if chance.random() < 0.5 else "Rochambeau-Tissot"
    case[side]["birth_name"], case[other]["usage_name"] = usage, usage
    return _expect(case, "correction", "usage_for_birth_name", birth_name="different")


def later_missing(chance: random.Random) -> Case:
    """The account has the first given name only."""
    case = a_case(chance)
    person = case["declared"]
    person["given_names"] = chance.sample(GIVEN, 3)
    case["documents"] = documents_of(person, "td3")
    case["account"]["given_names"] = person["given_names"][:1]
    return _expect(case, "clean", "later_given_name_missing", given_names="same")


def foreign_account(chance: random.Random) -> Case:
    """The account is another person's: a sister's or a stranger's."""
    case = a_case(chance)
    case["account"] |= {"given_names": ["Violette"], "birth_date": "1971-10-05"}
    fields = {"given_names": "different", "birth_date": "different"}
    if chance.random() < 0.5:
        case["account"]["birth_name"] = "Quimperlé"
        fields["birth_name"] = "different"
    return _expect(case, "correction", "other_persons_account", **fields)


def parent_typed(chance: random.Random) -> Case:
    """The representative's identity stands where the minor's should."""
    case, side = a_case(chance), chance.choice(("declared", "account"))
    parent = {"given_names": ["Violette"], "birth_date": "1971-10-05", "sex": "F"}
    name = case["declared"]["birth_name"]
    case["representative"] = parent | {"birth_name": name, "email": "violette@exemple.fr"}
    case[side] |= {key: parent[key] for key in ("given_names", "birth_date")}
    fields = {"given_names": "different", "birth_date": "different"}
    return _expect(case, "correction", "representative_for_candidate", **fields)


def school_address(chance: random.Random) -> Case:
    """Request and account hold the school's own address."""
    case = a_case(chance)
    email = chance.choice(("eleve@auto-ecole-du-port.fr", "lea@cfa-routier.fr", "x@ecf.asso.fr"))
    case["declared"]["email"] = case["account"]["email"] = email
    return _expect(case, "correction", "refused_email_domain", email="same")


def misread(chance: random.Random) -> Case:
    """The zone alone was read, and a look-alike stands in the surname."""
    case = _renamed(a_case(chance), chance.choice(("Boisrond", "Sibolon", "Gaspoz")))
    zone = documents_of(case["declared"], "td1")[0]
    look = {"O": "0", "I": "1", "B": "8", "S": "5", "Z": "2"}
    letter = next(char for char in zone["birth_name"] if char in look)
    zone["birth_name"] = zone["birth_name"].replace(letter, look[letter], 1)
    case["documents"] = [zone]
    return _expect(case, "review", "reading_doubt", birth_name="doubtful")


def cut_short(chance: random.Random) -> Case:
    """Names longer than their zone."""
    case, layout = a_case(chance), chance.choice(LAYOUTS)
    name, given = "Castelnau-Montmirail de la Roque d’Anthéron", ["Maximilienne-Charlotte"]
    for person in (case["declared"], case["account"]):
        person |= {"birth_name": name, "given_names": given}
    case["documents"] = documents_of(case["declared"], layout)[:1]
    return _expect(case, "clean", "truncated_in_mrz", birth_name="same")


MAKERS: tuple[Maker, ...] = (
    *(a_case, unmarked, empty_field, typing_error, wrong_date, swapped_names, usage_name),
    *(later_missing, foreign_account, parent_typed, school_address, misread, cut_short),
)
