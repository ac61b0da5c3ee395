"""A letter's way to each reader, as people read it."""

from shared.domain.letter import Channel, DeliveryState, Letter, Reader, ReaderDelivery

_TO = {
    Reader.CANDIDATE: "au candidat",
    Reader.REPRESENTATIVE: "au représentant légal",
    Reader.SCHOOL: "à l’auto-école",
}
#: What enhanced status codes say (RFC 3463), by their longest known beginning.
_WHY = {
    "5.1": "cette adresse n’existe pas",
    "5.2.2": "la boîte aux lettres est pleine",
    "5.2": "la boîte aux lettres n’accepte pas de courrier",
    "NoRecipient": "aucune adresse n’est connue",
}
_OTHER = "son serveur de courrier le refuse"


def ways_said(letter: Letter) -> tuple[str, ...]:
    """One sentence a reader: « au candidat : non remis, cette adresse n’existe pas »."""
    return tuple(f"{_TO[row.reader]} : {_said(row)}" for row in letter.deliveries)


def why_said(cause: str | None) -> str:
    """Why a mail did not arrive."""
    known = [begin for begin in _WHY if (cause or "").startswith(begin)]
    return _WHY[max(known, key=len)] if known else _OTHER


def _said(row: ReaderDelivery) -> str:
    if row.state is DeliveryState.SENT:
        if row.channel is Channel.MAIL:
            return "envoyé par courriel"
        return f"prévenu par SMS, car {why_said(row.cause)}"
    return f"non remis, {why_said(row.cause)}"
