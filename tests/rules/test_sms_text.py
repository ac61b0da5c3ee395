"""An SMS is one message of the GSM alphabet and names nobody."""

from dataclasses import replace

import pytest

from services.notifier.sms_text import fits_one_sms, sms_text
from shared.settings import Settings
from shared.web.links import LinkSigner
from tests.builders import a_dossier

REFERENCE = "G-7K2M-Q9XT-0B4R-Z8EH"


def test_a_link_of_ours_fits_with_its_text():
    settings = Settings(secret_key="x" * 32, public_url="https://guichet.exemple.fr")
    link = LinkSigner(settings).dossier_link(replace(a_dossier(), dossier_id=REFERENCE), 12)

    text = sms_text(REFERENCE, link)

    assert link in text and fits_one_sms(text)


@pytest.mark.parametrize("link", ["https://x.fr/" + "a" * 150, "https://x.fr/’"])
def test_without_room_for_the_link_the_reference_is_named(link):
    text = sms_text(REFERENCE, link)

    assert REFERENCE in text and link not in text
    assert fits_one_sms(text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("é" * 160, True),
        ("a" * 161, False),
        ("€" * 80, True),  # behind an escape character: two each
        ("€" * 81, False),
        ("l’envoi", False),
        ("ê", False),
    ],
)
def test_the_gsm_alphabet_is_counted_as_networks_count_it(text, fits):
    assert fits_one_sms(text) == fits
