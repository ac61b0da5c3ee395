"""Which findings leave the house: a doubt on the document itself stays with the agents.

Whoever filed a forged document must not read here which part gave it away.
"""

from dataclasses import replace

from shared.domain.findings import Finding, Verdict

#: Criteria about the document's own truth. [D]
AGENT_ONLY = frozenset(
    {
        "document_kind",
        "mrz_check_digits",
        "reading",
        "two_d_doc_signature",
        "two_d_doc_print",
        "visual_zone",
    }
)

_AGENT_LOOKS = Finding(
    criterion="agent_review",
    verdict=Verdict.WARN,
    message="Un agent regardera cette pièce. Vous n’avez rien à faire.",
)


def for_filers(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that the people of a dossier read; every withheld doubt is one same line."""
    shown: list[Finding] = []
    for finding in findings:
        if finding.criterion in AGENT_ONLY and finding.verdict is not Verdict.PASS:
            finding = replace(_AGENT_LOOKS, rule_set=finding.rule_set)
        if finding not in shown:
            shown.append(finding)
    return tuple(shown)
