"""Train mrz.traineddata again: draw lines, start from a float OCR-B model, fine-tune, pack.

    python -m services.imagecheck.models.train_mrz START.traineddata WORK_FOLDER [MINUTES]

START is the data file of the PyPI wheel glyphive-ocrmodel-ocrb 0.1.0 (Apache-2.0). It also needs
Debian's tesseract-ocr (lstmtraining) and fonts-ocr-b. See README.md beside this file.
"""

import contextlib
import os
import random
import subprocess
import sys
from pathlib import Path

from PIL import Image

from services.imagecheck.models.line_pictures import worn_line
from services.imagecheck.models.line_texts import DIGITS, FILLER, LETTERS, invented_line

SEED = 2026
BATCHES = 100
LINES_A_BATCH = 120

#: The start model's 512-wide last layer is cut off and replaced by a narrow one: 37 shapes of one
#: font need no more, and a strip is read about three times faster.
CUT_AT_LAYER = 5
NEW_TOP = "[Lfx192 O1c1]"
LEARNING_RATE = 0.001

#: Steps that training never reaches: the time limit stops it, the best checkpoint is kept.
MAX_STEPS = 200_000


def main(start: Path, work: Path, minutes: float) -> None:
    """Run the whole recipe; the result lies beside this file."""
    work.mkdir(parents=True, exist_ok=True)
    _write_material(work)
    starter = _write_starter(work)
    _run("combine_tessdata", "-e", start, work / "start.lstm")
    _fine_tune(work, starter, start, minutes)
    best = min(work.glob("checkpoints/mrz_*.checkpoint"), key=_error_rate)
    result = Path(__file__).with_name("mrz.traineddata")
    _run(
        *("lstmtraining", "--stop_training", "--convert_to_int", "--continue_from", best),
        *("--traineddata", starter, "--model_output", result),
    )


def _error_rate(checkpoint: Path) -> float:
    """The trainer writes mrz_<error>_<sample>_<step>.checkpoint."""
    return float(checkpoint.name.split("_")[1])


def _run(*command: str | Path, limit: float | None = None) -> None:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run([str(part) for part in command], check=True, env=environment, timeout=limit)


def _write_material(work: Path) -> None:
    """Draw every batch as one many-page picture with its box file, then as trainer's input."""
    names = []
    for number in range(BATCHES):
        base = work / f"batch_{number:03d}"
        names.append(f"{base}.lstmf")
        if Path(names[-1]).exists():
            continue
        rng = random.Random(SEED + number)
        texts = [invented_line(rng) for _ in range(LINES_A_BATCH)]
        pages = [Image.fromarray(worn_line(text, rng)) for text in texts]
        pages[0].save(f"{base}.tif", save_all=True, append_images=pages[1:])
        boxes = [
            _box(page, index, text)
            for index, (page, text) in enumerate(zip(pages, texts, strict=True))
        ]
        Path(f"{base}.box").write_text("".join(boxes), encoding="utf-8")
        _run("tesseract", f"{base}.tif", base, "--psm", "13", "lstm.train")
        Path(f"{base}.tif").unlink()
    (work / "training.txt").write_text("\n".join(names[1:]) + "\n", encoding="utf-8")
    (work / "held_out.txt").write_text(names[0] + "\n", encoding="utf-8")


def _box(page: Image.Image, index: int, text: str) -> str:
    width, height = page.size
    line = f"WordStr 0 0 {width} {height} {index} #{text}\n"
    return line + f"\t {width} 0 {width + 1} {height} {index}\n"


def _write_starter(work: Path) -> Path:
    """A model file that holds the 37 characters only, without any dictionary."""
    characters = work / "mrz.unicharset"
    text = work / "characters.box"
    text.write_text(
        "".join(f"{letter} 0 0 9 9 0\n" for letter in LETTERS + DIGITS + FILLER), encoding="utf-8"
    )
    _run("unicharset_extractor", "--output_unicharset", characters, "--norm_mode", "1", text)
    (work / "radical-stroke.txt").write_text("# no ideograph here\n", encoding="utf-8")
    _run(
        *("combine_lang_model", "--input_unicharset", characters, "--script_dir", work),
        *("--output_dir", work, "--lang", "mrz", "--version_str", "guichet-mrz-1"),
    )
    return work / "mrz" / "mrz.traineddata"


def _fine_tune(work: Path, starter: Path, start: Path, minutes: float) -> None:
    checkpoints = work / "checkpoints"
    checkpoints.mkdir(exist_ok=True)
    resume = checkpoints / "mrz_checkpoint"
    origin: tuple[str | Path, ...] = (
        *("--append_index", str(CUT_AT_LAYER), "--net_spec", NEW_TOP),
        *("--continue_from", work / "start.lstm", "--old_traineddata", start),
    )
    trainer: tuple[str | Path, ...] = (
        *("lstmtraining", "--traineddata", starter, "--model_output", checkpoints / "mrz"),
        *(("--continue_from", resume) if resume.exists() else origin),
        *("--train_listfile", work / "training.txt", "--eval_listfile", work / "held_out.txt"),
        *("--learning_rate", str(LEARNING_RATE), "--max_iterations", str(MAX_STEPS)),
    )
    with contextlib.suppress(subprocess.TimeoutExpired):  # the best checkpoint is on disk
        _run(*trainer, limit=minutes * 60)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float((*sys.argv[3:], "20")[0]))
