"""The runbook: every command in it is one that `guichet` takes."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from services.cli import app
from services.cli_accounts import add_account_commands
from services.cli_audit import add_privacy_commands
from services.cli_ops import add_ops_commands

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
PLACES = {"ID": "G-1", "STAGE": "photo", "CAUSE": "MissingBlob", "…": "Motif."}
#: What typer raises for words that it cannot take.
WRONG_USE = typer.BadParameter.__base__
COMMANDS = sorted(set(re.findall(r"`(guichet [^`]+)`", (DEPLOY / "RUNBOOK.md").read_text())))


@pytest.fixture(scope="module")
def guichet():
    """The command with its groups, as `main` puts it together."""
    whole = typer.Typer()
    whole.registered_commands = [*app.registered_commands]
    for add_commands in (add_ops_commands, add_account_commands, add_privacy_commands):
        add_commands(whole)
    return typer.main.get_command(whole)


def parsed(command, words):
    """The command that the words name, with its options read; raises what WRONG_USE is."""
    context = command.make_context("guichet", list(words))
    while hasattr(command, "resolve_command"):  # a group of commands
        name, command, words = command.resolve_command(context, list(words))
        context = command.make_context(name, list(words), parent=context)
    return context


def test_the_runbook_names_commands():
    assert len(COMMANDS) > 8


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_runbook_is_taken(guichet, line):
    words = [PLACES.get(word, word) for word in shlex.split(line)[1:]]
    assert parsed(guichet, words).command is not None


@pytest.mark.parametrize("line", ["guichet parked show G-1", "guichet parked erase G-1 photo"])
def test_a_command_that_does_not_exist_would_be_noticed(guichet, line):
    with pytest.raises(WRONG_USE):
        parsed(guichet, shlex.split(line)[1:])
