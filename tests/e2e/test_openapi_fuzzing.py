"""The running API keeps to its own description, whatever a client sends."""

import asyncio
import sys

import pytest

#: Requests tried for each operation and phase: enough for every kind of malformed part.
EXAMPLES = 15


@pytest.mark.servers
@pytest.mark.timeout(180)
async def test_no_generated_request_meets_an_answer_that_is_not_described(machine, tmp_path):
    started, logins = machine
    config = tmp_path / "schemathesis.toml"
    config.write_text('[reports]\ndirectory = "reports"\n')
    address = f"http://127.0.0.1:{started.settings.intake_port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
        *(f"{address}/openapi.json", "--url", address, "--no-color", "--workers", "2"),
        *("--header", f"Authorization: Bearer {logins['ecole-demo']}"),
        # a draft that fits the description may still be refused: rules judge what it says
        *("--exclude-checks", "positive_data_acceptance"),
        *("--exclude-operation-id", "dossier_events"),  # a stream without an end
        *("--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)),
        *("--seed", "1", "--request-timeout", "20"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-6000:]
