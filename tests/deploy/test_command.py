"""`python -m services.manifests`: what it says, and its exit code."""

from services.manifests.__main__ import main, report


def test_one_check_that_finds_something_makes_the_command_fail(capsys):
    assert report([("units", ()), ("compose", ("prots: no such key",)), ("licences", ())]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "ok  units",
        "BAD compose",
        "    prots: no such key",
        "ok  licences",
    ]


def test_nothing_wrong_is_success(capsys):
    assert report([("units", ())]) == 0
    assert capsys.readouterr().out == "ok  units\n"


def test_a_word_that_it_does_not_know_does_nothing(capsys):
    assert main(["apply"]) == 2
    assert "check|write|licences|release" in capsys.readouterr().err


def test_the_licences_are_listed(capsys):
    assert main(["licences"]) == 0
    assert "aiohttp" in capsys.readouterr().out
