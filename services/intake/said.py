"""How intake says what is wrong with a request."""

from shared.domain.findings import Finding, Verdict

RULE_SET = "intake-2026.12"


def problem(
    criterion: str,
    verdict: Verdict,
    message: str,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    """A finding of these rules."""
    return Finding(
        criterion=criterion,
        verdict=verdict,
        message=message,
        value=value,
        expected=expected,
        rule_set=RULE_SET,
    )
