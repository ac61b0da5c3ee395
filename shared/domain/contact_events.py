"""What a filer does so that the candidate's mail arrives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationResent:
    """The filer asked for the validation letter once more."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateEmailCorrected:
    """The filer corrected the candidate's mistyped address while the validation is awaited."""

    account: str
    email: str


ContactEvent = ValidationResent | CandidateEmailCorrected
