"""Pictures of phones (HEIC) through libheif: taught to Pillow, which decides as for every other."""

import functools

from pillow_heif import register_heif_opener

#: The name under which Pillow then knows the format.
FORMAT = "HEIF"


@functools.cache
def teach_heif() -> None:
    """Once a process, and only when a phone's picture comes: no other file reaches this decoder."""
    # No thumbnails or depth maps: each would be one more picture to decode.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
