"""What can be measured by itself; apart from the measurements, which import a lot."""

import enum


class Part(enum.StrEnum):
    """A part of `guichet accuracy`."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    DOCUMENTS = "documents"
