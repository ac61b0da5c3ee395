"""Whole pages as French suppliers lay them out: who, where and when, past all that misleads."""

import numpy as np
import pytest

from services.imagecheck.address.facts import facts_of_page
from services.imagecheck.address.page_layout import page_of_runs
from services.imagecheck.engines.pdf import TextRun

EDF = """
0  0  EDF
0  2  Service Clients TSA 20012 41975 BLOIS CEDEX 9
60 6  M MARTIN PAUL
60 7  BAT C APPT 12
60 8  12 B RUE DES LILAS
60 9  75012 PARIS
0  6  Vos références client
0  7  N° client : 1 234 567 890
0  12 Facture du 27/02/2015
0  13 N° 10 123 456 789 01
0  15 Titulaire du contrat
0  16 M MARTIN PAUL
0  18 Lieu de consommation
0  19 12 B RUE DES LILAS
0  20 75012 PARIS
0  24 Prochaine facture vers le 27/04/2015
0  25 Montant prélevé à partir du 14/03/2015
0  26 Électricité : abonnement du 01/03/2015 au 30/04/2015
0  60 EDF SA au capital de 1 006 625 695 € 552 081 317 RCS Paris 22-30 avenue de Wagram 75008 PARIS
"""

FREE = """
0  0  Free
0  2  8 rue de la Ville l'Evêque
0  3  75008 PARIS
55 5  Mr DUPONT Jean-Marc
55 6  4 allée des Pins
55 7  13100 AIX EN PROVENCE
0  10 Facture n° 562044387 du 02 Juillet 2015
0  12 Identifiant : fo00000000
0  13 Ligne de téléphone : 09 50 00 00 00
0  15 Abonnement Freebox du 01/07/2015 au 31/07/2015, accès internet et téléphonie
0  17 Total facture 29,99 € prélevé le 05/07/2015
"""

ORANGE = """
0  0  Orange
0  4  vos références
0  5  n° de client : 0 123 456 789
0  6  n° de facture : 0123456789 12B3
55 5  MADAME ANNE LE GOFF
55 6  RESIDENCE DU PARC
55 7  31 QUAI SAINT MICHEL
55 8  29200 BREST
0  10 votre facture du 3 nov. 2026
0  12 forfait mobile du 03/11 au 02/12
0  14 montant prélevé le 16/11/2026
0  40 Orange SA, 111 quai du Président Roosevelt, 92130 Issy-les-Moulineaux
"""

TAX = """
0  0  DIRECTION GENERALE DES FINANCES PUBLIQUES
0  2  SIP DE LYON
0  3  165 RUE GARIBALDI
0  4  69003 LYON
55 6  M OU MME BENALI KARIM
55 7  56 ALLEE DES PINS
55 8  69008 LYON
0  10 AVIS D'IMPÔT 2026
0  11 Impôt sur les revenus de l'année 2025
0  13 Numéro fiscal déclarant 1 : 00 00 000 000 000
0  14 Date d'établissement : 10/07/2026
0  15 Date de mise en recouvrement : 31/07/2026
0  16 À payer au plus tard le 15/09/2026
"""

WATER = """
0  0  Eau du Grand Lyon
0  1  Facture d'eau
0  3  Date de facture     N° de facture
0  4  18/09/2026          2026-000123
60 5  MME ROUX INES
60 6  23 MONTEE DE LA BOUCLE
60 7  69300 CALUIRE ET CUIRE
0  9  Adresse desservie : 23 MONTEE DE LA BOUCLE 69300 CALUIRE ET CUIRE
0  11 Index relevé le 10/09/2026, index précédent du 10/03/2026
0  13 À régler avant le 08/10/2026
0  40 Agence : 749 chemin de Virieux 73000 BASSENS
"""

RENT = """
0  0  Quittance de loyer
0  1  Mois d'octobre 2026
0  3  Bailleur : Office public de l'habitat Lyon Métropole
0  4  194 rue Duguesclin 69003 LYON
0  6  Locataire : Mme Camille MARTIN
0  8  Adresse du logement : 5 rue Bat-Yam 69100 VILLEURBANNE
0  10 Reçu la somme de 612,40 euros pour le loyer du 01/10/2026 au 31/10/2026
0  12 Fait à Lyon, le 05/11/2026
"""

TWO_ADDRESSES = """
0  0  ENGIE
55 4  Monsieur Hugo WEISS
55 5  1 impasse du Moulin
55 6  67000 STRASBOURG
0  9  Votre facture de gaz naturel
0  10 Émise le : 12 oct. 2026
0  12 Adresse du point de livraison
0  13 8 place de la République
0  14 06400 CANNES
0  20 Médiateur national de l'énergie, Libre réponse 59252, 75443 PARIS CEDEX 09
"""


def read(text):
    """The reading of a page written as column, line, print; letters are 10 high and 6 wide."""
    rows = [line.split(None, 2) for line in text.strip().splitlines()]
    runs = [
        TextRun(
            text=piece,
            left=left,
            top=14.0 * int(line),
            right=left + 6.0 * len(piece),
            bottom=14.0 * int(line) + 10,
        )
        for column, line, content in rows
        for left, piece in columns(6.0 * int(column), content)
    ]
    return facts_of_page(page_of_runs(runs), number=1, source="text_layer", back=np.eye(3)).reading


def columns(left, content):
    """Print split where three spaces or more make a column."""
    place = 0
    for piece in content.split("   "):
        if piece.strip():
            offset = len(piece) - len(piece.lstrip())
            yield left + 6.0 * (place + offset), piece.strip()
        place += len(piece) + 3


@pytest.mark.parametrize(
    ("text", "holder", "issued_on", "place", "kind"),
    [
        pytest.param(EDF, "MARTIN PAUL", "2015-02-27", "75012 PARIS", "electricity", id="edf"),
        pytest.param(
            FREE, "DUPONT Jean-Marc", "2015-07-02", "13100 AIX EN PROVENCE", "phone", id="free"
        ),
        pytest.param(ORANGE, "ANNE LE GOFF", "2026-11-03", "29200 BREST", "phone", id="orange"),
        pytest.param(TAX, "BENALI KARIM", "2026-07-10", "69008 LYON", "tax", id="tax"),
        pytest.param(
            WATER, "ROUX INES", "2026-09-18", "69300 CALUIRE ET CUIRE", "water", id="water"
        ),
        pytest.param(
            RENT, "Camille MARTIN", "2026-11-05", "69100 VILLEURBANNE", "rent_receipt", id="rent"
        ),
        pytest.param(
            TWO_ADDRESSES, "Hugo WEISS", "2026-10-12", "06400 CANNES", "gas", id="two addresses"
        ),
    ],
)
def test_a_page_is_read_past_all_that_misleads(text, holder, issued_on, place, kind):
    reading = read(text)

    assert reading.holder == holder
    assert reading.issued_on == issued_on
    assert f"{reading.postcode} {reading.town}" == place
    assert reading.kind == kind
    assert reading.street is not None
