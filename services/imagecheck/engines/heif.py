"""Pictures of phones (HEIC) through libheif: taught to Pillow, which decides as for every other."""

import functools

from shared.errors import Permanent

#: The name under which Pillow then knows the format.
FORMAT = "HEIF"


class HeifMissing(Permanent):
    """A phone's picture came, and the extra `heic` is not installed: an agent looks at it."""


@functools.cache
def teach_heif() -> None:
    """Once a process, and only when a phone's picture comes: no other file reaches this decoder."""
    try:
        # an extra of the operator's choice (pyproject.toml), which our images do not carry
        from pillow_heif import register_heif_opener
    except ModuleNotFoundError as error:
        raise HeifMissing from error
    # No thumbnails or depth maps: each would be one more picture to decode.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
