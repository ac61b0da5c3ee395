"""What holds for any identities that are compared."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.match import State
from services.instruction.divergence.rules import judge
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Verdict

NAMES = st.text(alphabet="abcdeéèœ-' ", max_size=8)
PEOPLE = st.builds(
    CivilIdentity,
    birth_name=st.none() | NAMES,
    given_names=st.lists(NAMES, max_size=3).map(tuple),
    birth_date=st.none() | st.sampled_from(["2006-03-12", "2006-12-03", "1975-00-00", "", "x"]),
)


@given(PEOPLE, PEOPLE, PEOPLE)
def test_every_identity_gets_one_finding_a_field_and_no_divergence_with_silence(
    declared, account, read
):
    facts = DivergenceFacts(
        declared=declared, account=account, documents=(DocumentFacts(identity=read),)
    )

    by_name = {judgement.name: judgement for judgement in judge(facts)}

    assert {"birth_name", "given_names", "birth_date", "email"} <= by_name.keys()
    if not (account.birth_name or "").strip(" -'") and not (read.birth_name or "").strip(" -'"):
        assert by_name["birth_name"].state is State.NOT_SUPPLIED


@given(st.lists(st.text(alphabet="abcdeéèœç", min_size=1, max_size=8), min_size=2, max_size=4))
def test_accents_and_hyphens_alone_never_diverge(names):
    typed = CivilIdentity(birth_name="-".join(names), given_names=("-".join(names),))
    plain = unicodedata.normalize("NFD", " ".join(names)).replace("œ", "oe")
    bare = "".join(char for char in plain if not unicodedata.combining(char)).upper()
    account = CivilIdentity(birth_name=bare, given_names=tuple(bare.split()))

    findings = [
        judgement.finding for judgement in judge(DivergenceFacts(declared=typed, account=account))
    ]

    assert Verdict.FAIL not in {finding.verdict for finding in findings}
