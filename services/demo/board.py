"""What the demonstration shows: dossiers moving, then what came of each."""

import time
from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from services.demo.play import Run

#: Sign of a stage, by its status; the words stand in the legend.
SIGNS = {
    "waiting": ("·", "dim"),
    "open": ("▶", "cyan"),
    "done": ("✓", "green"),
    "parked": ("▲", "red"),
    "not_required": ("–", "dim"),
    "cancelled": ("×", "dim"),
}
#: Sign of a finished check, by its verdict.
VERDICT_SIGNS = {"pass": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}
UNKNOWN = ("?", "cyan")

COLUMNS = (
    ("reception", "récep"),
    ("photo", "photo"),
    ("signature", "signa"),
    ("identity", "ident"),
    ("address", "domic"),
    ("divergence", "contr"),
    ("user_validation", "valid"),
    ("review", "instr"),
    ("notification", "lettr"),
)


def moving_table(runs: Sequence[Run]) -> Group:
    """One row a dossier, one column a stage, and how long it has been on its way."""
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for name in ("dossier", "état"):
        table.add_column(name, no_wrap=True)
    for _, label in COLUMNS:
        table.add_column(label, justify="center", no_wrap=True)
    table.add_column("temps", justify="right", no_wrap=True)
    for run in runs:
        state = run.status["state"]["label"] if run.status else "envoi des pièces"
        signs = [_sign(run, stage) for stage, _ in COLUMNS]
        table.add_row(run.scenario.name, state, *signs, _elapsed(run))
    legend = Text("▶ en cours  ✓ conforme  ! à vérifier  ✗ à refaire  ? non évalué  – sans objet")
    legend.stylize("dim")
    return Group(table, legend)


def _sign(run: Run, name: str) -> Text:
    if not run.status:
        return Text("·", "dim")
    stage = run.stage(name)
    if stage["status"] == "done" and stage["verdict"]:
        return Text(*VERDICT_SIGNS.get(stage["verdict"], UNKNOWN))
    return Text(*SIGNS[stage["status"]])


def _elapsed(run: Run) -> str:
    if not run.submitted_at:
        return ""
    return f"{(run.ended_at or time.monotonic()) - run.submitted_at:.1f} s".replace(".", ",")


def show_summary(console: Console, runs: Sequence[Run]) -> None:
    """Per dossier: its state, what was found, the letters that left."""
    console.print()
    for run in runs:
        head = Text.assemble(
            (run.scenario.title, "bold"), (f"   {run.dossier_id}   ", "dim"), _elapsed(run)
        )
        console.print(head)
        if not run.status:
            console.print(Padding(Text(run.error, "red"), (0, 0, 1, 2)))
            continue
        state = run.status["state"]
        console.print(Padding(f"→ {state['label']}  (qui agit : {state['turn']})", (0, 2)))
        for finding in _findings(run):
            console.print(Padding(finding, (0, 0, 0, 4)))
        letters = ", ".join(
            f"{letter['kind']}{'' if letter['sent_at'] else ' (en attente)'}"
            for letter in run.status["letters"]
        )
        console.print(Padding(Text(f"courriers : {letters or 'aucun'}", "dim"), (0, 0, 1, 4)))


def _findings(run: Run) -> list[Text]:
    """Every finding that is not a plain pass, the gravest first; what no program sees apart."""
    order = ("fail", "not_evaluated", "warn")
    found = {
        (order.index(finding["verdict"]), stage["label"], finding["message"])
        for stage in run.status["stages"]
        for finding in stage["findings"]
        if finding["verdict"] in order and not finding["advisory"]
    }
    return [
        Text.assemble(VERDICT_SIGNS.get(order[grade], UNKNOWN), f" {label} : {message}")
        for grade, label, message in sorted(found)
    ]


def show_differences(console: Console, differences: Sequence[str]) -> None:
    """What did not come out as expected; nothing when all did."""
    for difference in differences:
        console.print(Text(f"✗ {difference}", "red"))
