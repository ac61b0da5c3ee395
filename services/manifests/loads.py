"""What one worker of each kind of stage needs, and when there should be another."""

from dataclasses import dataclass

from shared.stages import Stage, StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Resources of one pod, and the backlog that it is good for."""

    #: Cores that a pod is promised, at work or not, and cores that it may take while they are free.
    cpu: str
    cpu_limit: str
    memory: str
    memory_limit: str
    #: Messages, ready and in hand, that one pod may have before there is another.
    backlog: int
    #: Pods at rest and at most; the overlays change them.
    least: int = 1
    most: int = 8


#: Two cores, so two checks at once. One takes 1.2 s at most in the median (DESIGN 7), so 100 of
#: them are a minute's work for a pod; its readers and models map 0.8 GB a check (DESIGN 7). What is
#: promised is what the busiest hour of 1 × France takes of it: 0.44 of a core for identity, less
#: for the others (deploy/SCALING.md); deploy/k8s/components/kept-cores promises all of it.
_READING = Load(cpu="500m", cpu_limit="2", memory="1600Mi", memory_limit="3Gi", backlog=100)
#: As much work, in some dossiers only: a quarter of a core at most in that hour.
_SELDOM = Load(cpu="250m", cpu_limit="2", memory="1600Mi", memory_limit="3Gi", backlog=100)
#: 30 to 80 ms a picture (DESIGN 7): 500 of them are well under a minute for two cores.
_PICTURE = Load(cpu="100m", cpu_limit="2", memory="800Mi", memory_limit="2Gi", backlog=500)
#: No engine, one process: mostly waits for the store, 70 to 125 MB at rest (ARCHITECTURE).
_LIGHT = Load(cpu="100m", cpu_limit="1", memory="192Mi", memory_limit="512Mi", backlog=500)
#: As light, but a mail relay takes its time: ten letters at once, about a second each.
_LETTERS = Load(cpu="100m", cpu_limit="1", memory="192Mi", memory_limit="512Mi", backlog=300)

_PICTURES = (StageName.PHOTO, StageName.SIGNATURE)
_ALWAYS_READ = (StageName.IDENTITY, StageName.ADDRESS)


def load_of(row: Stage) -> Load:
    """What a pod of the stage needs."""
    if row.service != "imagecheck":
        return _LETTERS if row.service == "notifier" else _LIGHT
    if row.name in _PICTURES:
        return _PICTURE
    return _READING if row.name in _ALWAYS_READ else _SELDOM
