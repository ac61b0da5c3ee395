"""What a browser is called in a list of sessions: enough to know one's own, no more."""

#: Looked for in the User-Agent header in this order, since each also claims to be those below.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Navigateur inconnu"


def device_of(user_agent: str) -> str:
    """Such as "Firefox, Windows"; nothing that the client wrote is repeated."""
    words = [
        next((word for mark, word in table if mark in user_agent), None)
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in words if word) or UNKNOWN
