"""The mail that says that a webhook was switched off."""

from email.message import EmailMessage

_TEXT = """Bonjour,

Nous n’arrivons plus à prévenir votre logiciel de l’avancement de vos demandes.
Son adresse de notification ne répond plus. Nous avons donc arrêté ces envois.

Vos demandes continuent d’avancer et rien n’est perdu.

Ce que vous pouvez faire : vérifiez votre logiciel avec la personne qui s’en occupe.
Enregistrez ensuite de nouveau son adresse dans la page « Vos préférences ».

L’équipe Guichet
"""


def hook_notice(email: str, key: str, mail_from: str) -> EmailMessage:
    """The notice, under a Message-ID of its own."""
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = email
    message["Subject"] = "Les notifications vers votre logiciel sont arrêtées"
    message["Message-ID"] = f"<{key.replace(':', '.')}@guichet.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT)
    return message
