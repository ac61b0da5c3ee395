"""Which paper a page is, by the words of its heading; also those that belong into other slots."""

import enum
import re
import unicodedata
from collections.abc import Sequence


class Paper(enum.StrEnum):
    """Papers of a request (RULEBOOK 6), and what people send in their place."""

    #: Attestation de recensement.
    CENSUS = "census"
    #: Certificat individuel de participation à la JDC.
    JDC = "jdc"
    #: Attestation provisoire, while the JDC is awaited.
    JDC_PENDING = "jdc_pending"
    JDC_EXEMPT = "jdc_exempt"
    #: Attestation scolaire de sécurité routière, first level: not enough for a licence.
    ASSR1 = "assr1"
    ASSR2 = "assr2"
    #: Attestation de sécurité routière, for those who left school.
    ASR = "asr"
    #: Sworn statement of one who lost it.
    ASSR_LOST = "assr_lost"
    CEPC = "cepc"
    #: Page of the booklet of learning with a companion.
    AAC = "aac"
    BILL = "bill"
    TAX_NOTICE = "tax_notice"
    HOSTING = "hosting"
    BANK = "bank"
    PAYSLIP = "payslip"
    LICENCE = "licence"
    RESIDENCE_PERMIT = "residence_permit"
    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    #: A photo of a person, without any print.
    PORTRAIT = "portrait"


_P = Paper

_JDC = r"JOURNEE (DE )?(DEFENSE ET (DE )?CITOYENNETE|D APPEL DE PREPARATION A LA DEFENSE)|\bJDC\b"
_SCHOOL = r"ATTESTATION SCOLAIRE DE SECURITE ROUTIERE|\bASSR\b"
_SAFETY = r"ATTESTATION (SCOLAIRE )?DE SECURITE ROUTIERE|\bASSR|\bASR\b"
_SWORN = r"SUR L HONNEUR|\bJE SOUSSIGNE"

#: Words that must all stand on the page, in any order; the first row that fits decides, so that
#: the narrower rows come first.
WORDS: tuple[tuple[Paper, tuple[str, ...]], ...] = (
    (_P.CEPC, (r"\bEXAMEN (DU |DE )?PERMIS|CERTIFICAT D EXAMEN|\bCEPC\b",)),
    (_P.CEPC, (r"PERMIS DE CONDUIRE", r"EPREUVE PRATIQUE", r"\b(DE)?FAVORABLE|INSUFFISANT")),
    (_P.AAC, (r"RENDEZ VOUS PEDAGOGIQUE|LIVRET D APPRENTISSAGE|FIN DE FORMATION INITIALE",)),
    (_P.AAC, (r"APPRENTISSAGE ANTICIPE DE LA CONDUITE", r"ACCOMPAGNATEUR|PEDAGOGIQUE")),
    (_P.ASSR_LOST, (_SAFETY, _SWORN, r"\bPERDU|\bPERTE\b|\bEGARE|TITULAIRE|OBTENU")),
    (_P.ASSR1, (_SCHOOL, r"\bPREMIER NIVEAU|\b1ER NIVEAU|NIVEAU 1\b|\bASSR 1\b|\bASSR1\b")),
    (_P.ASSR2, (_SCHOOL, r"\b(SECOND|DEUXIEME|2ND|2E|2EME) NIVEAU|NIVEAU 2\b|\bASSR ?2\b")),
    (_P.ASR, (r"ATTESTATION DE SECURITE ROUTIERE",)),
    (_P.JDC_EXEMPT, (_JDC, r"\bEXEMPT")),
    (_P.JDC_PENDING, (_JDC, r"ATTESTATION PROVISOIRE|DANS L ATTENTE|EN ATTENTE DE")),
    (_P.JDC, (_JDC, r"CERTIFICAT|\bA PARTICIPE\b|\bPARTICIPATION\b")),
    (_P.CENSUS, (r"ATTESTATION DE RECENSEMENT|RECENSEMENT (CITOYEN|MILITAIRE|OBLIGATOIRE)",)),
    (_P.HOSTING, (r"(ATTEST|CERTIFI|DECLAR)", r"\bHEBERGE")),
    (_P.TAX_NOTICE, (r"\bAVIS D(E NON)? ?(IMPOT|IMPOSITION)|AVIS DE SITUATION DECLARATIVE",)),
    (_P.PAYSLIP, (r"BULLETIN DE (PAIE|PAYE|SALAIRE)",)),
    (_P.BANK, (r"RELEVE D IDENTITE BANCAIRE|RELEVE DE COMPTE",)),
    (_P.BILL, (r"\bFACTURE\b", r"\bTTC\b|\bTVA\b|\bA PAYER\b|\bABONNEMENT\b|\bPRELEV")),
)

#: Headings of cards. Other papers name them in running text, so a page full of text is none.
CARDS: tuple[tuple[Paper, str], ...] = (
    (_P.LICENCE, r"PERMIS DE CONDUIRE"),
    (_P.RESIDENCE_PERMIT, r"TITRE DE SEJOUR|CARTE DE RESIDENT"),
    (_P.PASSPORT, r"\bPASSEPORT|\bPASSPORT"),
    (_P.IDENTITY_CARD, r"CARTE NATIONALE D IDENTITE|IDENTITY CARD"),
)

#: Words of papers that speak of a card and are none.
_ABOUT_CARDS = re.compile(r"CANDIDAT|EPREUVE|EXAMEN|ATTEST|CERTIFI|SOUSSIGNE|DEMANDE")

#: [D] Letters on both sides of the fullest card that was looked at: under 700.
MAX_CARD_LETTERS = 900

_WORDS = tuple((paper, tuple(re.compile(part) for part in parts)) for paper, parts in WORDS)
_CARDS = tuple((paper, re.compile(heading)) for paper, heading in CARDS)


def plain(text: str) -> str:
    """Capitals without accents, words one space apart (RULEBOOK N3)."""
    expanded = text.upper().replace("Œ", "OE").replace("Æ", "AE")
    letters = unicodedata.normalize("NFKD", expanded)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^0-9A-Z]+", " ", bare).split())


def recognise(lines: Sequence[str]) -> Paper | None:
    """The paper that these lines are printed on; None where nothing tells it."""
    text = plain(" ".join(lines))
    for paper, parts in _WORDS:
        if all(part.search(text) for part in parts):
            return paper
    if len(text) > MAX_CARD_LETTERS or _ABOUT_CARDS.search(text):
        return None
    return next((paper for paper, heading in _CARDS if heading.search(text)), None)
