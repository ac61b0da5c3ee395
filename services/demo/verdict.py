"""Whether a scenario ended as it must."""

from services.demo.play import Run


def differences_of(run: Run) -> list[str]:
    """Every way in which the dossier is not where its scenario says; empty when it is."""
    name, expected = run.scenario.name, run.scenario.expected
    found = [f"{name}: {run.error}"] if run.error else []
    if not run.status:
        return found
    if run.state != expected.state:
        found.append(f"{name}: state {run.state}, expected {expected.state}")
    if expected.route and run.status["route"] != expected.route:
        found.append(f"{name}: route {run.status['route']}, expected {expected.route}")
    for (stage, criterion), verdict in expected.findings.items():
        verdicts = [
            finding["verdict"]
            for finding in run.stage(stage)["findings"]
            if finding["criterion"] == criterion
        ]
        if verdict not in verdicts:
            found.append(f"{name}: {stage}/{criterion} {verdicts}, expected {verdict}")
    kinds = [letter["kind"] for letter in run.status["letters"]]
    if kinds != list(expected.letters):
        found.append(f"{name}: letters {kinds}, expected {[str(k) for k in expected.letters]}")
    return found
