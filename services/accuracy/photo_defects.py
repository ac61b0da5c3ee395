"""What can be wrong with a rendered identity photo: each criterion's defects, graded."""

from collections.abc import Mapping

from services.accuracy.photo_changes import (
    Change,
    before,
    behind_glass,
    blurred,
    drawn,
    enlarged_from,
    flattened,
    lit,
    lying,
    moved,
    red_eyed,
    shadow_behind,
    shifted,
    side_lit,
    squared,
    striped,
    tinted,
    turned,
    zoomed,
)

#: Defects by criterion, each at its strengths.
DEFECTS: Mapping[str, Mapping[str, Change]] = {
    "sharpness": {
        "blur σ 2": blurred(2),
        "blur σ 3": blurred(3),
        "blur σ 4": blurred(4),
        "moved 13 px": moved(13),
        "moved 21 px": moved(21),
    },
    "exposure": {f"light × {gain}": lit(gain) for gain in (0.2, 0.3, 1.6, 2.0)},
    "dynamic_range": {f"contrast × {share}": flattened(share) for share in (0.35, 0.25)},
    "face_lighting": {f"one side − {loss:.0%}": side_lit(loss) for loss in (0.5, 0.7)},
    "background": {
        "dark grey": before((70, 68, 66)),
        "red": before((60, 60, 190)),
        "saturated blue": before((190, 90, 40)),
        "pure white": before((255, 255, 255)),
    },
    "shadow": {f"behind the head − {loss:.0%}": shadow_behind(loss) for loss in (0.3, 0.5)},
    "colour": {
        "yellow cast": tinted((0.45, 0.95, 1.0)),
        "blue cast": tinted((1.15, 0.85, 0.6)),
    },
    "red_eye": {"painted pupils": red_eyed},
    "glasses": {f"lenses {share:.0%} dark": behind_glass(share) for share in (0.6, 0.9)},
    "resolution": {f"{rows} rows": enlarged_from(rows) for rows in (180, 300, 450)},
    "moire": {f"screen ± {step}": striped(step) for step in (10, 20)},
    "photographic": {"comic": drawn},
    "pose": {f"leaning {angle}°": turned(angle) for angle in (18, 25)},
    "head_size": {f"head × {scale}": zoomed(scale) for scale in (0.6, 0.75, 1.3)},
    "centering": {f"off by {share:.0%}": shifted(share) for share in (0.15, 0.25)},
    "aspect_ratio": {"square": squared},
    "orientation": {"lying": lying},
}
