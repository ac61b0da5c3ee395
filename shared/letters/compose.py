"""Writes a letter: the words of its kind, once, in a text and in an HTML layout.

Each kind is a template with the blocks subject, before, action (what the link does) and after;
letter.txt and letter.html set them, with what every letter has, around the list of items.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import jinja2

from shared.domain.dossier import Dossier, Letter, LetterKind
from shared.domain.letter import Reader
from shared.letters.facts import LetterView, letter_view

_LOADER = jinja2.FileSystemLoader(Path(__file__).parent)

#: Plain text: words are escaped where they enter HTML, and only there.
_TEXT = jinja2.Environment(
    loader=_LOADER,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    autoescape=False,
)
_HTML = jinja2.Environment(
    loader=_LOADER,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    autoescape=True,
)

_BLOCKS = ("subject", "before", "action", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedLetter:
    """A letter ready to be sent."""

    subject: str
    text: str
    html: str


def compose(dossier: Dossier, letter: Letter, role: Reader, link: str) -> ComposedLetter:
    """Write the letter for one of its readers."""
    view = letter_view(dossier, letter, role, link)
    words = _words(letter.kind, role, view)
    text = _TEXT.get_template("letter.txt").render(view=view, **words)
    html = _HTML.get_template("letter.html").render(view=view, **words)
    return ComposedLetter(
        subject=words["subject"], text=_paragraphs(text) + "\n", html=html.strip() + "\n"
    )


def _words(kind: LetterKind, role: Reader, view: LetterView) -> dict[str, str]:
    """The blocks of the kind's template, rendered: in words for schools where there are any."""
    names = [f"school/{kind}.txt"] if role is Reader.SCHOOL else []
    template = _TEXT.select_template([*names, f"{kind}.txt"])
    module = template.new_context({"view": view})
    rendered = {name: "".join(template.blocks[name](module)) for name in _BLOCKS}
    # a line break in a subject would start a header of its own
    return {
        name: " ".join(text.split()) if name in ("subject", "action") else _paragraphs(text)
        for name, text in rendered.items()
    }


def _paragraphs(text: str) -> str:
    """Paragraphs parted by one empty line, nothing at either end."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    # « Léa B. » at the end of a sentence brings a full stop of its own
    lines = re.sub(r"(?<!\.)\.\.(?!\.)", ".", lines)
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
