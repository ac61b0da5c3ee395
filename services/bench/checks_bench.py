"""What each check of a piece costs on one core, from bytes to findings."""

import datetime as dt
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median

from services.demo.cast import candidate
from services.demo.people import bill_of, document_of
from services.demo.specimens.bills import scanned
from services.demo.specimens.papers import (
    booklet_page,
    exam_certificate,
    hosting_attestation,
    jdc_certificate,
    school_attestation,
)
from services.demo.specimens.signatures import signature
from services.imagecheck.admission.working_copy import draw_anew
from services.imagecheck.checks import CHECKS
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.signature.clean import clean_signature
from shared.stages import StageName

#: The numbers of `services/demo/cast.py` whose documents are a card, an old card, a passport.
CARD, OLD_CARD, PASSPORT = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file, its check, and the least that any check of it would cost."""

    name: str
    stage: StageName
    data: bytes
    #: What the floor does.
    floor: str
    least: Callable[[bytes], object]
    #: Milliseconds of processor time that the check may take.
    bar: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The medians of one sample, in milliseconds."""

    sample: Sample
    wall: float
    cpu: float
    floor_cpu: float
    #: Drawing the copy that people look at; of an accepted signature its ink alone.
    copy_cpu: float


def samples(today: dt.date) -> tuple[Sample, ...]:
    """One of each kind of piece that the demo files."""
    bill = bill_of(candidate(0, today), today)
    cards = {"identity card": CARD, "identity card before 2021": OLD_CARD, "passport": PASSPORT}
    return (
        _sample("signature", StageName.SIGNATURE, signature()),
        *(
            _sample(name, StageName.IDENTITY, document_of(candidate(number, today), today), 1200)
            for name, number in cards.items()
        ),
        _sample("electricity bill, PDF", StageName.ADDRESS, bill, 1200),
        _sample("electricity bill, scan", StageName.ADDRESS, scanned(bill), 1200),
        *_papers(today),
    )


def _papers(today: dt.date) -> Iterator[Sample]:
    """The papers that some requests need, each scanned: most people hold them on paper."""
    person, host = candidate(CARD, today), candidate(OLD_CARD, today)
    holder = person.identity
    papers = {
        ("JDC certificate", StageName.JDC): jdc_certificate(holder, today),
        ("ASSR attestation", StageName.ASSR): school_attestation(holder, "second", today),
        ("CEPC", StageName.CEPC): exam_certificate(holder, "B", today),
        ("AAC booklet", StageName.AAC): booklet_page(holder, today),
        ("attestation of a host", StageName.HOSTING): hosting_attestation(
            host.identity, holder, host.address, today
        ),
    }
    for (name, stage), pdf in papers.items():
        yield _sample(f"{name}, scan", stage, scanned(pdf))


def _sample(name: str, stage: StageName, data: bytes, bar: float | None = None) -> Sample:
    is_pdf = data.startswith(b"%PDF")
    least: Callable[[bytes], object] = len if is_pdf else decode_picture
    floor = "none" if is_pdf else "decode"
    return Sample(name=name, stage=stage, data=data, floor=floor, least=least, bar=bar)


def measure_checks(today: dt.date, repeats: int) -> list[Cost]:
    """Every sample in turn, again and again, so that a busy moment hits all alike."""
    made = samples(today)
    spans: Mapping[str, list[tuple[float, ...]]] = {one.name: [] for one in made}
    for one in made:  # the first call of an engine loads its models
        CHECKS[one.stage][0](one.data, today)
        one.least(one.data)
        _copied(one)
    for _ in range(repeats):
        for one in made:
            wall, cpu = _timed(partial(CHECKS[one.stage][0], one.data, today))
            _, least = _timed(partial(one.least, one.data))
            _, copy = _timed(partial(_copied, one))
            spans[one.name].append((wall, cpu, least, copy))
    return [_cost(one, spans[one.name]) for one in made]


def _copied(sample: Sample) -> object:
    signed = sample.stage is StageName.SIGNATURE
    return clean_signature(sample.data) if signed else draw_anew(sample.data)


def _cost(sample: Sample, spans: list[tuple[float, ...]]) -> Cost:
    wall, cpu, least, copy = (median(column) for column in zip(*spans, strict=True))
    return Cost(sample=sample, wall=wall, cpu=cpu, floor_cpu=least, copy_cpu=copy)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock and on the processor, engines run as children included."""
    began, before = time.perf_counter(), _processor_ms()
    work()
    return (time.perf_counter() - began) * 1000, _processor_ms() - before


def _processor_ms() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used) * 1000
