"""What the tests of pages look through, and the two values that pages need from elsewhere."""

from html.parser import HTMLParser

from tests.builders import NOW


class NoAccounts:
    """Templates are rendered here, nobody signs in."""

    async def by_secret(self, secret: str) -> None:
        return None


class Mail:
    """One letter of the demo's sink."""

    number = 1
    sender = "ne-pas-repondre@example.org"
    to = "camille@example.org"
    subject = "Demande <à valider>"
    received_at = NOW
    text = "Bonjour,\nhttp://127.0.0.1/suivi/abc"
    has_html = True


class Outline(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]
