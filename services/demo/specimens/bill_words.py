"""What varied bills say: senders, titles, labels of dates and places, and words that mislead."""

import datetime as dt
from dataclasses import dataclass

from shared.web.french import plain_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One kind of proof from one sender."""

    kind: str
    issuer: str
    title: str
    #: Lines under the sender's name, often an address.
    sender: tuple[str, ...]
    #: The sender's seat, in the small print.
    seat: str
    #: Label of the place served; "" where proofs of the kind name none.
    service: str = ""
    due: str = "Ce montant sera prélevé le {due}."
    period: str = "Période du {start} au {end}"
    mediator: str = "Médiateur national de l’énergie, Libre réponse 59252, 75443 PARIS CEDEX 09"
    #: Where letters are written.
    town: str = "Nanterre"


KINDS = (
    Words(
        kind="electricity",
        issuer="EDF",
        title="Facture",
        sender=("Service clients", "TSA 20012", "41975 BLOIS CEDEX 9"),
        seat="SA, 22-30 avenue de Wagram, 75008 PARIS",
        service="Lieu de consommation",
    ),
    Words(
        kind="electricity",
        issuer="Ekwateur",
        title="Facture d’électricité",
        sender=("79 rue de Clichy", "75009 Paris", "Tél. 01 00 00 00 00"),
        seat="SAS au capital de 100 €, 79 rue de Clichy, 75009 Paris",
        service="Adresse du point de livraison",
        due="À payer avant le {due}",
    ),
    Words(
        kind="gas",
        issuer="Engie",
        title="Votre facture de gaz naturel",
        sender=("ENGIE Particuliers", "TSA 42108", "76934 ROUEN CEDEX 09"),
        seat="1 place Samuel de Champlain, 92400 COURBEVOIE",
        service="Adresse de consommation",
    ),
    Words(
        kind="water",
        issuer="Veolia",
        title="Facture d’eau",
        sender=("Veolia Eau", "765 rue Henri Becquerel", "34965 MONTPELLIER CEDEX 2"),
        seat="Veolia Eau, siège social 21 rue La Boétie, 75008 Paris",
        service="Adresse desservie",
        due="Date limite de paiement : {due}",
        period="Relevé du {end}, relevé précédent du {start}",
        mediator="Médiation de l’eau, BP 40463, 75366 PARIS CEDEX 08",
    ),
    Words(
        kind="phone",
        issuer="Orange",
        title="Facture mobile",
        sender=("Service clients Orange mobile", "33734 Bordeaux Cedex 9"),
        seat="SA, 111 quai du Président Roosevelt, 92130 Issy-les-Moulineaux",
        mediator="Médiateur des communications électroniques, CS 30342, 94257 GENTILLY CEDEX",
        period="Votre ligne mobile 06 39 98 00 01, du {start} au {end}",
    ),
    Words(
        kind="phone",
        issuer="SFR",
        title="Facture",
        sender=("SFR Service client", "TSA 73917", "62978 ARRAS CEDEX 9"),
        seat="16 rue du Général Alain de Boissieu, 75015 Paris",
        mediator="Médiateur des communications électroniques, CS 30342, 94257 GENTILLY CEDEX",
        period="Forfait mobile, appels et messages du {start} au {end}",
    ),
    Words(
        kind="internet",
        issuer="Free",
        title="Facture Freebox",
        sender=("Free", "75371 Paris Cedex 08"),
        seat="SAS au capital de 100 €, 8 rue de la Ville l’Évêque, 75008 PARIS",
        service="Adresse d’installation",
        mediator="Médiateur des communications électroniques, CS 30342, 94257 GENTILLY CEDEX",
        period="Abonnement internet fibre du {start} au {end}",
    ),
    Words(
        kind="tax",
        issuer="Direction générale des finances publiques",
        title="Avis d’impôt établi en 2026",
        sender=("SIP de votre commune", "1 rue du Trésor", "69003 LYON"),
        seat="Impôt sur les revenus de l’année 2025, impots.gouv.fr",
        due="Date limite de paiement : {due}",
        period="Numéro fiscal : 00 00 000 000 000. Déclarant né le 03/11/1981",
        mediator="Médiateur des ministères économiques et financiers, BP 60153, 14010 CAEN CEDEX 1",
    ),
    Words(
        kind="rent_receipt",
        issuer="Habitat du Rhône",
        title="Quittance de loyer",
        sender=("Office public de l’habitat", "194 rue Duguesclin", "69003 LYON"),
        seat="OPH, 194 rue Duguesclin, 69003 LYON",
        service="Adresse du logement",
        due="",
        period="Loyer et charges du {start} au {end}",
        mediator="Pour toute question : agence, 12 cours Émile Zola, 69100 Villeurbanne",
        town="Lyon",
    ),
    Words(
        kind="insurance",
        issuer="MAIF",
        title="Attestation d’assurance habitation",
        sender=("MAIF Sociétaires", "79018 NIORT CEDEX 9"),
        seat="Société d’assurance mutuelle, 200 avenue Salvador Allende, 79000 NIORT",
        service="Adresse du risque assuré",
        due="",
        period="Contrat en vigueur du {start} au 31/12/2026",
        mediator="La Médiation de l’assurance, TSA 50110, 75441 PARIS CEDEX 09",
        town="Niort",
    ),
)

#: Labels of the date of issue, and where the date stands from them.
DATE_LABELS = (
    ("{title} du", "line"),
    ("{title} n° {number} du", "line"),
    ("Date de facture :", "line"),
    ("Date d’émission", "beside"),
    ("Date d’édition :", "beside"),
    ("Date de facture", "below"),
    ("Établi le", "line"),
    ("Facturé le", "line"),
    ("", "letter"),
    ("Date :", "line"),
)

FILLERS = (
    *(
        "Abonnement",
        "Consommation heures pleines",
        "Consommation heures creuses",
        "Remise fidélité",
    ),
    *("Contribution tarifaire", "Location du compteur", "Part communale", "Taxes et contributions"),
    *(
        "Forfait 80 Go",
        "Option appels vers l’étranger",
        "Provision pour charges",
        "Loyer principal",
    ),
)


def spelled_date(day: dt.date, form: int) -> str:
    """A date in one of the forms of French bills."""
    short = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.")
    months = (*short, "nov.", "déc.")
    forms = (
        day.strftime("%d/%m/%Y"),
        plain_date(day),
        day.strftime("%d.%m.%Y"),
        day.strftime("%d - %m - %Y"),
        f"{day.day} {months[day.month - 1]} {day.year}",
        day.strftime("%d/%m/%y"),
    )
    return forms[form % len(forms)]
