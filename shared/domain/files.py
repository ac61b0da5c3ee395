"""Which files are taken, how their type is told from content, and why one is refused."""

import enum

#: Media types taken, with the bytes that open such a file. RULEBOOK FI1 [D]: the official list
#: was not found; type goes by content, at byte 0, never by name.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "application/pdf": (b"%PDF-",),
    # ISO/IEC 23008-12: the brand stands after the length of the first box.
    "image/heic": (b"ftypheic", b"ftypheix", b"ftypheim", b"ftypheis", b"ftypmif1"),
}

#: Bytes before the opening, where there are any.
OFFSETS = {"image/heic": 4}

#: Bytes needed to tell the type.
SNIFF_BYTES = 16


class RefusalCode(enum.StrEnum):
    """Why a file cannot be used."""

    #: The file holds no byte.
    EMPTY = "empty"
    #: Neither JPEG, PNG, HEIC nor PDF.
    UNSUPPORTED_TYPE = "unsupported_type"
    #: A PDF where a picture is needed.
    PICTURE_NEEDED = "picture_needed"
    #: More bytes than allowed.
    TOO_LARGE = "too_large"
    #: More pixels than allowed.
    TOO_MANY_PIXELS = "too_many_pixels"
    #: More pages than allowed.
    TOO_MANY_PAGES = "too_many_pages"
    #: The content stops before its end.
    TRUNCATED = "truncated"
    #: The content cannot be decoded.
    CORRUPT = "corrupt"
    #: The PDF holds programs, or starts some.
    ACTIVE_CONTENT = "active_content"
    #: Opening it takes more time or memory than any honest document.
    TOO_COMPLEX = "too_complex"
    #: The virus scanner names a threat in it.
    INFECTED = "infected"
    #: The PDF asks for a password.
    ENCRYPTED = "encrypted"
    #: The PDF holds no page.
    NO_PAGE = "no_page"
    #: The file is not there or may not be read (command line only).
    NOT_FOUND = "not_found"


#: What the person reads: what is wrong, then what to do.
REFUSAL_MESSAGES: dict[RefusalCode, str] = {
    RefusalCode.EMPTY: "Le fichier est vide. Choisissez-le de nouveau sur votre appareil.",
    RefusalCode.UNSUPPORTED_TYPE: "Ce format de fichier n’est pas accepté. "
    "Envoyez une image JPEG ou PNG, ou un document PDF.",
    RefusalCode.PICTURE_NEEDED: "Une image est attendue ici. Envoyez un fichier JPEG ou PNG.",
    RefusalCode.TOO_LARGE: "Le fichier dépasse la taille autorisée. "
    "Réduisez-le ou prenez une photo moins lourde.",
    RefusalCode.TOO_MANY_PIXELS: "L’image est trop grande. "
    "Réduisez sa définition, puis renvoyez-la.",
    RefusalCode.TOO_MANY_PAGES: "Le document a trop de pages. N’envoyez que les pages utiles.",
    RefusalCode.TRUNCATED: "Le fichier est incomplet : son enregistrement s’est interrompu. "
    "Enregistrez-le de nouveau, puis renvoyez-le.",
    RefusalCode.CORRUPT: "Le fichier est abîmé et ne peut pas être ouvert. "
    "Numérisez ou téléchargez de nouveau le document, puis renvoyez-le.",
    RefusalCode.ACTIVE_CONTENT: "Ce document PDF contient un programme. "
    "Imprimez-le au format PDF, ou numérisez-le, puis envoyez ce nouveau fichier.",
    RefusalCode.TOO_COMPLEX: "Ce fichier est trop compliqué à ouvrir. "
    "Imprimez-le au format PDF, ou prenez le document en photo, puis envoyez ce nouveau fichier.",
    RefusalCode.INFECTED: "L’antivirus a trouvé une menace dans ce fichier : il n’a pas été gardé. "
    "Numérisez de nouveau le document depuis un autre appareil, puis envoyez-le.",
    RefusalCode.ENCRYPTED: "Le document PDF est protégé par un mot de passe. "
    "Enregistrez-en une copie sans mot de passe.",
    RefusalCode.NO_PAGE: "Le document PDF ne contient aucune page. Enregistrez-le de nouveau.",
    RefusalCode.NOT_FOUND: "Le fichier est introuvable ou ne peut pas être lu. "
    "Vérifiez son nom et vos droits d’accès.",
}


class UnreadableFile(Exception):
    """A file that cannot be used; caught at the edge of each check and shown as a finding."""

    def __init__(self, code: RefusalCode) -> None:
        """Name the reason; the text for people is in REFUSAL_MESSAGES."""
        super().__init__(code)
        self.code = RefusalCode(code)  # on its way between processes it is a plain text


class UnreadableBack(UnreadableFile):
    """The second file of a document with two sides, where the first one opens."""


def sniff_media_type(head: bytes) -> str | None:
    """Tell the media type from the first SNIFF_BYTES bytes; None when it is not taken."""
    for media_type, openings in SIGNATURES.items():
        if head.startswith(openings, OFFSETS.get(media_type, 0)):
            return media_type
    return None
