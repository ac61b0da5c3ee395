"""What one worker of each kind of stage needs, and when there should be another."""

from dataclasses import dataclass

from shared.stages import Stage, StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Resources of one pod, and the backlog that it is good for."""

    cpu: str
    memory: str
    memory_limit: str
    #: Messages, ready and in hand, that one pod may have before there is another.
    backlog: int
    #: Pods at rest and at most; the overlays change them.
    least: int = 1
    most: int = 8


#: Two cores, so two checks at once. One takes 1.2 s at most in the median (DESIGN 7), so 100 of
#: them are a minute's work for a pod; its readers and models map 0.8 GB a check (DESIGN 7).
_READING = Load(cpu="2", memory="1600Mi", memory_limit="3Gi", backlog=100)
#: 30 to 80 ms a picture (DESIGN 7): 500 of them are well under a minute for two cores.
_PICTURE = Load(cpu="2", memory="800Mi", memory_limit="2Gi", backlog=500)
#: No engine: mostly waits for the store, 70 to 125 MB at rest (ARCHITECTURE).
_LIGHT = Load(cpu="250m", memory="192Mi", memory_limit="512Mi", backlog=500)
#: As light, but a mail relay takes its time: ten letters at once, about a second each.
_LETTERS = Load(cpu="250m", memory="192Mi", memory_limit="512Mi", backlog=300)

_PICTURES = (StageName.PHOTO, StageName.SIGNATURE)


def load_of(row: Stage) -> Load:
    """What a pod of the stage needs."""
    if row.service == "imagecheck":
        return _PICTURE if row.name in _PICTURES else _READING
    return _LETTERS if row.service == "notifier" else _LIGHT
