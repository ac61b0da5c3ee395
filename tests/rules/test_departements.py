"""The département of a postcode."""

import pytest

from shared.domain.departements import departement_of


@pytest.mark.parametrize(
    ("postcode", "departement"),
    [
        ("69003", "69"),
        ("01000", "01"),
        (" 75001 ", "75"),
        ("20000", "2A"),
        ("20190", "2A"),
        ("20200", "2B"),
        ("20600", "2B"),
        ("97110", "971"),
        ("98800", "988"),
        ("", None),
        ("00100", None),
        ("6900", None),
        ("B1000", None),
        ("６９００３", None),
    ],
)
def test_the_postcode_names_its_departement(postcode, departement):
    assert departement_of(postcode) == departement
