"""The kind of a proof: its title first, then its words and its sender; nothing is guessed."""

import pytest

from services.imagecheck.address.kinds import classify
from services.imagecheck.address.landlord import is_organisation, is_private_landlord


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("electricity", "Facture d’électricité"),
        ("electricity", "EDF\nFacture du 3 novembre 2026\nPuissance souscrite 6 kVA"),
        ("gas", "Votre facture de gaz naturel\nPCE 00 000"),
        ("water", "Facture d’eau\nPart assainissement"),
        ("water", "Veolia\nVotre facture"),
        ("phone", "Orange\nFacture de votre ligne mobile"),
        ("internet", "Free\nFacture Freebox\nAbonnement internet fibre"),
        ("phone", "Free\nFacture Freebox\nInternet et téléphonie"),
        ("tax", "Avis d’impôt établi en 2026"),
        ("tax", "AVIS D'IMPOSITION 2026"),
        ("tax", "Taxe d’habitation 2022"),
        ("tax", "Avis de situation déclarative"),
        ("no_tax", "Avis de non-imposition"),
        ("rent_receipt", "Quittance de loyer\nOctobre 2026"),
        ("rent_receipt", "QUITTANCEDELOYER"),
        ("rent_demand", "Avis d’échéance\nLoyer d’octobre"),
        ("insurance", "Attestation d’assurance habitation"),
        ("hosting", "Attestation d’hébergement"),
        ("hosting", "Attestation sur l’honneur\nJe certifie que j’héberge Mme Martin"),
        ("hosting", "ATTESTATION SUR L'HONNEUR D'HEBERGEMENT"),
        ("harbour", "Attestation\nLa capitainerie certifie que le bateau stationne au port"),
        ("hotel", "Attestation\nLe gérant de l’hôtel Bellevue atteste que M. Martin y réside"),
        ("domiciliation", "Attestation d’élection de domicile"),
        ("schedule", "Échéancier\nVos prochains prélèvements"),
        ("payslip", "Bulletin de paie\nSalaire net"),
        ("bank", "Relevé d’identité bancaire"),
        ("bank", "Relevé de compte n° 10"),
        ("quote", "Devis n° 12\nInstallation électrique"),
        (None, "Chère cliente, nous vous remercions de votre confiance."),
        (None, "Électricité et gaz pour tous"),
        (None, ""),
    ],
)
def test_a_proof_is_known_by_its_title_or_its_words(kind, text):
    assert classify(text.split("\n")) == kind


def test_a_bill_that_mentions_another_paper_stays_a_bill():
    lines = ("EDF", "Facture d’électricité", "Le chèque énergie suit votre avis d’impôt.")

    assert classify(lines) == "electricity"


@pytest.mark.parametrize(
    ("text", "organisation", "private"),
    [
        ("Habitat du Rhône, Office public de l’habitat", True, False),
        ("SARL Dupont Immobilier, carte professionnelle T 123", True, False),
        ("Je soussigné M. Paul Roux, propriétaire du logement", False, True),
        ("Bailleur : Mme Anne Roux", False, True),
        ("Bailleur : M. Roux, mandataire Foncia SAS, RCS 123 456 789", True, False),
        ("Quittance pour le mois d’octobre", False, False),
        ("Propriétaire : voir contrat", False, False),
    ],
)
def test_who_signs_a_rent_receipt_is_told_by_its_print(text, organisation, private):
    assert (is_organisation(text), is_private_landlord(text)) == (organisation, private)
