"""PassportEye over the same pictures: run by the Python of `.venv-bench`, paths as arguments.

One JSON object a line: what it read, and whether it vouches for it (its score of check digits).
"""

import json
import resource
import sys
import warnings


def cpu_seconds() -> float:
    """Processor time so far, started programs included."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main(paths: list[str]) -> None:
    """Read each picture; one that it fails on reads as nothing."""
    warnings.simplefilter("ignore")  # of its own dependencies
    from passporteye import read_mrz  # type: ignore[import-not-found]  # lives in .venv-bench only
    from passporteye.mrz.text import (  # type: ignore[import-not-found]  # the same
        MRZOCRCleaner,
    )

    for path in paths:
        began, row = cpu_seconds(), {"lines": [], "birth": "", "number": "", "vouched": False}
        try:
            found = read_mrz(path)
        except Exception:  # its own faults on a picture are part of the measure
            found = None
        if found is not None:
            fields = found.to_dict()
            row = {
                "lines": MRZOCRCleaner.apply(found.aux["raw_text"]),
                "birth": fields.get("date_of_birth") or "",
                "number": fields.get("number") or "",
                "vouched": fields.get("valid_score") == 100,
            }
        sys.stdout.write(json.dumps({**row, "seconds": cpu_seconds() - began}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
