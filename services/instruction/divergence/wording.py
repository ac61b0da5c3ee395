"""The French of a divergence: what each source says, the likely cause, who mends it and how."""

from services.instruction.divergence.comparing import REQUIRED
from services.instruction.divergence.dates import parse_date
from services.instruction.divergence.fields import Field, FieldAnswer, stated
from services.instruction.divergence.match import MISTYPED, Cause, State
from services.instruction.divergence.sources import DivergenceFacts, Part, Source

#: Portal labels of the fields, as the seed deck lists them.
FIELD_LABELS: dict[Field, str] = {
    Field.BIRTH_NAME: "Nom de naissance",
    Field.USAGE_NAME: "Nom d’usage",
    Field.GIVEN_NAMES: "Prénoms",
    Field.SEX: "Sexe",
    Field.BIRTH_DATE: "Date de naissance",
    Field.BIRTH_PLACE: "Lieu de naissance",
}

EMAIL_LABEL = "Adresse électronique"

#: The source in one word, beside a raw value.
SOURCE_NAMES: dict[Source, str] = {
    Source.DECLARED: "demande",
    Source.ACCOUNT: "compte",
    Source.DOCUMENT: "titre d’identité",
    Source.TYPED: "demande et compte",
}

#: The same for the parts of a document, where more than one was read.
PART_NAMES: dict[Part, str] = {
    Part.MRZ: "zone de lecture automatique",
    Part.VISUAL_ZONE: "texte du titre",
    Part.TWO_D_DOC: "code 2D-Doc",
}

#: Which source stands alone. Raw values stay in the finding's fields: these sentences go into
#: letters, where a birth date or another person's name has no place.
ALONE: dict[Source, str] = {
    Source.DECLARED: "la demande ne dit pas la même chose que le compte et le titre d’identité.",
    Source.ACCOUNT: "le compte ne dit pas la même chose que la demande et le titre d’identité.",
    Source.DOCUMENT: "le titre d’identité ne dit pas la même chose que la demande et le compte.",
    Source.TYPED: "la demande, le compte et le titre d’identité ne disent pas la même chose.",
}

#: Seed deck (RULEBOOK), word for word: schools know this sentence and search for it.
SEED_MESSAGE = (
    "Divergence d'identité entre le portail ANTS et les données saisies pour les champs : {fields}"
)

ACCOUNT_SECTION = "« Mes données personnelles / Identité »"

CAUSE_SENTENCES: dict[Cause, str] = {
    Cause.ACCOUNT_FIELD_EMPTY: "Le compte ne donne pas cette information. "
    "Ce n’est pas une divergence.",
    Cause.ACCOUNT_UNKNOWN: "Le compte du candidat n’est pas connu. Ce n’est pas une divergence.",
    Cause.DECLARED_FIELD_EMPTY: "La demande ne donne pas cette information.",
    Cause.TYPING_ERROR: "C’est probablement une faute de frappe.",
    Cause.DAY_MONTH_SWAPPED: "Le jour et le mois semblent inversés.",
    Cause.DIGITS_SWAPPED: "Deux chiffres semblent inversés.",
    Cause.CENTURY: "Seul le siècle change.",
    Cause.PARTIAL_DATE: "Le jour ou le mois n’est connu que d’un côté.",
    Cause.NAMES_SWAPPED: "Le nom et le prénom semblent inversés.",
    Cause.USAGE_FOR_BIRTH_NAME: "Un nom d’usage semble écrit à la place du nom de naissance.",
    Cause.PARTICLE_MISSING: "La particule (de, du, le…) manque d’un côté.",
    Cause.SPELLING_VARIANT: "Une lettre étrangère (ä, ö, ü, å) semble écrite de deux façons.",
    Cause.LATER_GIVEN_NAME_MISSING: "Le premier prénom est le même partout. "
    "D’autres prénoms manquent d’un côté : ce n’est pas une divergence.",
    Cause.LATER_GIVEN_NAME_DIFFERENT: "Le début est le même, la suite des prénoms change.",
    Cause.GIVEN_NAMES_ORDER: "Les prénoms sont les mêmes, dans un autre ordre.",
    Cause.OTHER_PERSONS_ACCOUNT: "Le compte relié à l’adresse électronique semble être "
    "celui d’une autre personne.",
    Cause.REPRESENTATIVE_FOR_CANDIDATE: "L’identité du représentant légal semble écrite "
    "à la place de celle du candidat.",
    Cause.READING_DOUBT: "La lecture automatique du document n’est pas sûre.",
    Cause.TRUNCATED_IN_MRZ: "Le document abrège ce nom, trop long pour sa zone de lecture.",
    Cause.UNEXPLAINED: "La cause n’est pas connue.",
}

REPRESENTATIVE_DECLARED = (
    "L’identité du candidat est celle du représentant légal. À faire : écrire l’identité du "
    "candidat, dans la demande comme dans le compte."
)

#: What to do when one source is wrong beyond doubt.
CURES: dict[Source, str] = {
    Source.DECLARED: "À faire : corriger ce champ dans la demande, comme sur le titre d’identité.",
    Source.ACCOUNT: f"À faire : le candidat corrige son compte, rubrique {ACCOUNT_SECTION}.",
    Source.DOCUMENT: "Un agent regarde le titre d’identité. Rien à faire pour le moment.",
    Source.TYPED: "À faire : comparer avec le titre d’identité. Corriger ensuite la demande ou "
    f"le compte, rubrique {ACCOUNT_SECTION}.",
}

CURE_BY_CAUSE: dict[Cause, str] = {
    Cause.ACCOUNT_FIELD_EMPTY: "À faire : le candidat l’ajoute dans son compte, rubrique "
    f"{ACCOUNT_SECTION}.",
    Cause.DECLARED_FIELD_EMPTY: "À faire : remplir ce champ dans la demande.",
    Cause.OTHER_PERSONS_ACCOUNT: "À faire : le candidat ouvre un compte à son nom, avec une "
    "adresse électronique à lui seul. La demande porte ensuite cette adresse.",
    Cause.REPRESENTATIVE_FOR_CANDIDATE: "À faire : écrire l’identité du candidat, dans la demande "
    "comme dans le compte. Celle du représentant légal a sa propre rubrique.",
}

#: The document says nothing of a field that it should hold.
UNREAD = "Cette information n’a pas pu être lue sur le titre d’identité. Un agent regarde le titre."

#: Nobody is surely wrong: a person settles it.
AGENT_LOOKS = "Un agent compare les documents. Rien à faire pour le moment."


def field_message(answer: FieldAnswer, cause: Cause | None) -> str:
    """One field: which sources disagree, the likely cause, who does what."""
    parts = [_agreement(answer), _explanation(answer, cause)]
    silent = answer.document is None and answer.field in REQUIRED
    if answer.state is State.NOT_SUPPLIED and silent:
        parts.append(UNREAD)
    text = " ".join(part for part in parts if part)
    return f"{FIELD_LABELS[answer.field]} : {text[:1].lower()}{text[1:]}"


def _agreement(answer: FieldAnswer) -> str:
    if answer.state is State.SAME:
        return "les sources sont d’accord."
    if answer.wrong:
        return ALONE[answer.wrong]
    matches = {"le compte": answer.account, "le titre d’identité": answer.document}
    unlike = [name for name, match in matches.items() if match and match.state is answer.state]
    if not unlike or answer.state is State.NOT_SUPPLIED:
        return ""
    verb = "n’est pas" if answer.state is State.DIFFERENT else "n’est peut-être pas"
    return f"ce que dit la demande {verb} ce que dit {' ni ce que dit '.join(unlike)}."


def _explanation(answer: FieldAnswer, cause: Cause | None) -> str:
    """The likely cause and the cure; agreement needs none."""
    if cause is None:
        return ""
    sentence = CAUSE_SENTENCES[cause]
    if answer.state is State.SAME:
        return sentence
    settled = answer.wrong is not None and cause in MISTYPED
    cure = CURE_BY_CAUSE.get(cause) or (CURES[answer.wrong] if settled and answer.wrong else None)
    return f"{sentence} {cure or AGENT_LOOKS}"


def raw_texts(field: Field, facts: DivergenceFacts) -> tuple[str | None, str | None]:
    """The text of the request, and those of the other sources with their names."""
    declared = shown(field, stated(facts.declared, field)) or None
    others = [(stated(facts.account, field), SOURCE_NAMES[Source.ACCOUNT])]
    several = len(facts.documents) > 1
    for document in facts.documents:
        name = PART_NAMES[document.part] if several else SOURCE_NAMES[Source.DOCUMENT]
        others.append((stated(document.identity, field), name))
    told = [f"{shown(field, text)} ({name})" for text, name in others if text]
    return declared, " ; ".join(told) or None


def shown(field: Field, text: str) -> str:
    """The raw text; a date as people write it."""
    parsed = parse_date(text) if field is Field.BIRTH_DATE else None
    return parsed.shown if parsed else text


def seed_message(fields: str) -> str:
    """The line that lists the fields on which account and request differ."""
    return SEED_MESSAGE.format(fields=fields)
