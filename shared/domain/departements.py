"""The département of a French postcode."""

#: Postcodes of Corsica below this are Corse-du-Sud, those from it on Haute-Corse.
_HAUTE_CORSE = 20200


def departement_of(postcode: str) -> str | None:
    """« 69 », « 2A », « 971 »; None for what is no French postcode.

    The first two digits name it, three of them overseas; Corsica shares 20 and is parted by the
    post's own numbering. A few places are served from across a border: good enough to send a
    dossier to a centre, never to judge an address.
    """
    code = postcode.strip()
    if len(code) != 5 or not code.isascii() or not code.isdigit() or code.startswith("00"):
        return None
    if code.startswith("20"):
        return "2A" if int(code) < _HAUTE_CORSE else "2B"
    return code[:3] if code.startswith(("97", "98")) else code[:2]
