"""The commands of ops: look at the queues, at what is parked, at one dossier, and mend.

Each imports what it needs when it runs, as in `services/cli.py`.
"""

from typing import Annotated

import typer

from services.ops.command import Place, on_machine
from shared.stages import StageName

parked_app = typer.Typer(help="What was set aside, why, and back to work.", no_args_is_help=True)
dossier_app = typer.Typer(help="One dossier: its stages and timeline.", no_args_is_help=True)

Identifier = Annotated[str, typer.Argument(metavar="ID", help="Reference of the dossier.")]
OneStage = Annotated[StageName, typer.Argument(metavar="STAGE", help="A stage of the table.")]
AnyStage = Annotated[StageName | None, typer.Option("--stage", help="Of this stage only.")]
Cause = Annotated[str | None, typer.Option("--cause", help="With this cause only.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the audit log. No names.")]


async def queues(
    place: Place,
    watch: Annotated[bool, typer.Option("--watch", help="Again every 2 s until Ctrl-C.")] = False,
) -> None:
    """Every stage: depth, messages, consumers, oldest age against its deadline, rate, canary."""
    from services.ops.queues import show_queues

    await show_queues(place.settings, place.console, watch=watch)


async def list_parked(place: Place, stage: AnyStage = None, cause: Cause = None) -> None:
    """Everything that is parked, oldest first, with its cause."""
    from services.ops.parked import Selection
    from services.ops.parked import list_parked as show

    await show(place.settings, place.console, Selection(stage=stage, cause=cause))


async def show_parked(place: Place, dossier_id: Identifier, stage: OneStage) -> int:
    """What happened to one stage of one dossier."""
    from services.ops.dossiers import show_dossier as show

    return await show(place.settings, place.console, dossier_id, stage)


async def replay(
    place: Place,
    which: Annotated[list[str] | None, typer.Argument(metavar="ID STAGE")] = None,
    every: Annotated[bool, typer.Option("--all", help="All of --stage.")] = False,
    stage: AnyStage = None,
    cause: Cause = None,
) -> int:
    """Put a parked stage back to work, or all of one stage. Exit code 1 if one was not."""
    from services.ops.parked import Selection, replay_all

    if every and stage is not None and not which:
        chosen = Selection(stage=stage, cause=cause)
        return await replay_all(place.settings, place.console, chosen, place.account)
    if every or not which or len(which) != 2 or which[1] not in list(StageName):
        raise typer.BadParameter("Give ID and STAGE, or --all with --stage.")
    return await _act(place, "replay", which[0], StageName(which[1]))


async def discard(place: Place, dossier_id: Identifier, stage: OneStage, reason: Reason) -> int:
    """Give a parked stage up: a check stays unevaluated; a reception closes its dossier."""
    return await _act(place, "discard", dossier_id, stage, reason)


async def show_dossier(place: Place, dossier_id: Identifier) -> int:
    """Its state, stages, timeline, and what ops did to it. No personal data."""
    from services.ops.dossiers import show_dossier as show

    return await show(place.settings, place.console, dossier_id)


async def redrive(place: Place, dossier_id: Identifier, stage: OneStage) -> int:
    """Send the message of an open stage again; a second one has no effect."""
    return await _act(place, "redrive", dossier_id, stage)


async def _act(
    place: Place, action: str, dossier_id: str, stage: StageName, reason: str = ""
) -> int:
    from services.ops.parked import act_on_one
    from shared.pipeline.repair_desk import Request
    from shared.pipeline.repair_ports import Action

    request = Request(
        action=Action(action),
        dossier_id=dossier_id,
        stage=stage,
        account=place.account,
        reason=reason,
    )
    return await act_on_one(place.settings, place.console, request)


async def replay_rules(
    place: Place,
    rules: Annotated[str, typer.Option("--rules", help="Rule set, such as photo-2026.11.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> int:
    """Judge the stored values of every dossier by a rule set: what would change. Reads only."""
    from services.replay.command import report_replay

    return await report_replay(place.settings, place.console, rules, as_json=as_json)


async def list_rules(
    place: Place,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> int:
    """How often agents overturn each rule, the worst first."""
    from services.ops.overturns import list_rules as show

    return await show(place.settings, place.console, as_json=as_json)


def add_ops_commands(app: typer.Typer) -> None:
    """Hang them under `guichet`."""
    app.command("queues")(on_machine(queues))
    app.command("replay")(on_machine(replay_rules))
    app.command("rules")(on_machine(list_rules))
    parked_app.command("list")(on_machine(list_parked))
    parked_app.command("show")(on_machine(show_parked))
    parked_app.command("replay")(on_machine(replay))
    parked_app.command("discard")(on_machine(discard))
    dossier_app.command("show")(on_machine(show_dossier))
    dossier_app.command("redrive")(on_machine(redrive))
    app.add_typer(parked_app, name="parked")
    app.add_typer(dossier_app, name="dossier")
