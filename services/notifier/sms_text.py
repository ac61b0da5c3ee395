"""What an SMS says: that a letter waits, and where. No name, nothing of the request.

The text keeps to the GSM alphabet, so that it is one message of 160 characters (3GPP TS 23.038).
"""

#: Characters of one message in the default alphabet (3GPP TS 23.038 §4).
LONGEST = 160
#: The default alphabet (3GPP TS 23.038 §6.2.1); the typographic apostrophe is not in it.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Those behind an escape character: each counts twice.
EXTENDED = frozenset("^{}\\[~]|€")

_WITH_LINK = "Courriel Guichet non remis, à lire : {link}"
_WITH_REFERENCE = (
    "Guichet : nos courriels ne vous arrivent pas. Donnez une autre adresse "
    "à la personne qui a fait la demande {reference}."
)


def sms_text(reference: str, link: str) -> str:
    """The text with the link where one message holds it, otherwise with the reference."""
    text = _WITH_LINK.format(link=link)
    return text if fits_one_sms(text) else _WITH_REFERENCE.format(reference=reference)


def fits_one_sms(text: str) -> bool:
    """True for a text of the GSM alphabet that one message holds."""
    if not set(text) <= BASIC | EXTENDED:
        return False
    return sum(2 if char in EXTENDED else 1 for char in text) <= LONGEST
