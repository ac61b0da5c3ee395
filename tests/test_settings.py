"""Settings: `deploy/env.example` lists them all, and a wrong one stops the service by name."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from services.standalone.machine import environment_of
from shared.settings import Settings

EXAMPLE = Path(__file__).parent.parent / "deploy" / "env.example"
PREFIX = "GUICHET_"
KEY = "k" * 32

LINES = EXAMPLE.read_text().splitlines()
WRITTEN = dict(line.split("=", 1) for line in LINES if line and not line.startswith("#"))


@pytest.fixture(autouse=True)
def no_setting_of_this_machine(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_the_example_lists_every_setting_and_no_other():
    assert list(WRITTEN) == [PREFIX + name.upper() for name in Settings.model_fields]


def test_the_example_shows_the_defaults(monkeypatch):
    for name, value in WRITTEN.items():
        monkeypatch.setenv(name, value or (KEY if name == "GUICHET_SECRET_KEY" else ""))
    assert Settings.from_env() == Settings(secret_key=SecretStr(KEY))


def test_every_setting_of_the_example_is_explained():
    explained = True
    for number, line in enumerate(LINES):
        if line in ("GUICHET_SMTP_PORT=8425", "GUICHET_SMTP_PASSWORD="):
            continue  # said with the line above
        if line.startswith(PREFIX):
            explained = LINES[number - 1].startswith("# ")
        assert explained, line


def test_the_example_holds_no_secret():
    assert not WRITTEN["GUICHET_SECRET_KEY"] and not WRITTEN["GUICHET_SMTP_PASSWORD"]
    assert not re.search(r"[A-Za-z0-9_-]{32,}", "".join(WRITTEN.values()))


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("GUICHET_SECRET_KEY", "short", "secret_key"),
        ("GUICHET_INTAKE_PORT", "many", "intake_port"),
        ("GUICHET_PACE", "fast", "pace"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value, named):
    monkeypatch.setenv("GUICHET_SECRET_KEY", KEY)
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=named):
        Settings.from_env()


def test_a_missing_key_is_named():
    with pytest.raises(ValidationError, match="secret_key"):
        Settings.from_env()


def test_secrets_are_not_shown():
    settings = Settings(secret_key=KEY, smtp_password="hunter-two")
    assert KEY not in repr(settings) and "hunter-two" not in repr(settings)


def test_a_service_reads_the_settings_that_it_was_started_with(monkeypatch):
    settings = Settings(secret_key=KEY, pace=0.5, demo=True, smtp_user="relay", intake_port=1234)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    assert Settings.from_env() == settings
