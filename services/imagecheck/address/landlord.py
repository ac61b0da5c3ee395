"""Who signs a rent receipt: an organisation, a private person, or nobody that is named."""

import re

#: What only firms and public bodies print of themselves.
_ORGANISATION = re.compile(
    r"\bRCS\b|\bSIRE[NT]\b|\b(?:SA|SAS|SASU|SARL|SCIC|OPH|OPAC|ESH|HLM)\b|(?i:office\s+public"
    r"|soci[ée]t[ée]\s+(?:anonyme|d.hlm)|carte\s+professionnelle|loi\s+hoguet|capital\s+(?:social|de)"
    r"|administrat(?:eur|ion)\s+de\s+biens|agence\s+immobili|gestion\s+locative|\bcrous\b"
    r"|r[ée]gie\s+immobili|cabinet\s+\w+|r[ée]sidence\s+universitaire|habitat\b)",
)

#: A landlord who is a person: the words of the usual form of a receipt.
_PRIVATE = re.compile(
    r"je\s+soussign[ée]e?\s*,?\s*.{0,120}?(?:propri[ée]taire|bailleur|bailleresse)"
    r"|(?:propri[ée]taire|bailleur|bailleresse)\s*:?\s*(?:M\.?|MR|MME|Monsieur|Madame)\s",
    re.IGNORECASE | re.DOTALL,
)


def is_organisation(text: str) -> bool:
    """True where a firm or a public body signs."""
    return _ORGANISATION.search(text) is not None


def is_private_landlord(text: str) -> bool:
    """True where a person signs as owner and no organisation does."""
    return _PRIVATE.search(text) is not None and not is_organisation(text)
