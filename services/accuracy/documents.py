"""Accuracy of the reading of documents: zones and print of cards, 2D-Doc codes, address proofs."""

from collections.abc import Iterator

from services.accuracy.documents_bills import measure_bills
from services.accuracy.documents_cards import measure_cards
from services.accuracy.documents_codes import measure_codes
from services.accuracy.documents_peer import measure_peer
from services.accuracy.documents_real import measure_real_codes, measure_real_zones
from services.accuracy.realset import RealSet
from services.accuracy.tables import Table


def measure_document_accuracy(realset: RealSet | None) -> Iterator[Table]:
    """Rendered documents, then the labelled real ones."""
    yield measure_cards()
    yield measure_codes()
    yield measure_bills()
    if realset is not None:
        yield measure_real_zones(realset)
        yield from measure_peer(realset)
        yield measure_real_codes(realset)
