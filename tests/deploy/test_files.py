"""Image recipe, compose, units, workflow, descriptions: an error in each is found.

That they are right as they are: `make manifests`.
"""

import pytest

from services.manifests.compose import check_compose
from services.manifests.files import check_descriptions, check_dockerfile, check_workflows
from services.manifests.units import check_units
from tests.deploy.planted import copy_of_the_repository, plant

UNITS = "deploy/systemd/"
IMAGE = "deploy/Dockerfile"
COMPOSE = "deploy/compose.yaml"
CONFINED = UNITS + "guichet-.service.d/10-confined.conf"

PLANTED = [
    (check_dockerfile, IMAGE, "CMD [", "CDM [", "unexpected"),
    (check_dockerfile, IMAGE, "--no-install-recommends ", "", "DL3015"),
    (check_dockerfile, IMAGE, "python:3.11.14-slim-bookworm", "python:3.11-slim", "not pinned"),
    (check_dockerfile, IMAGE, "USER 10001:10001\nENV OMP", "ENV OMP", "ends as another user"),
    (check_compose, COMPOSE, "ports:", "prots:", "prots"),
    (check_compose, COMPOSE, "rabbitmq:4.1.4-management", "rabbitmq:4", "broker: rabbitmq:4 is"),
    (check_compose, COMPOSE, "  read_only: true\n", "", "may write its root"),
    (check_compose, COMPOSE, '"127.0.0.1:8401', '"0.0.0.0:8401', "reachable from other machines"),
    (check_compose, COMPOSE, "  cap_drop: [ALL]\n", "", "keeps capabilities"),
    (check_compose, COMPOSE, "    healthcheck:\n", "    x-check:\n", "broker: no health check"),
    (check_compose, COMPOSE, "{internal: true}", "{}", "leads outside"),
    (check_compose, COMPOSE, "networks: [servers]\n    health", "health", "broker: reachable"),
    (check_compose, COMPOSE, "GUICHET_LISTEN_HOST", "GUICHET_LISTENHOST", "GUICHET_LISTENHOST"),
    (
        check_compose,
        COMPOSE,
        "${BROKER_PASSWORD:?set a password for the broker}@",
        "b@",
        "AMQP_URL",
    ),
    (check_compose, COMPOSE, "DEFAULT_PASS: $", "DEFAULT_PASS: x$", "_PASS is written down"),
    (check_compose, "deploy/compose-prometheus.yml", "job_name", "jobname", "jobname"),
    (check_workflows, ".github/workflows/check.yml", "runs-on:", "run-on:", "run-on"),
    (
        check_workflows,
        ".github/workflows/check.yml",
        "@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
        "@v5",
        "checkout@v5 moves",
    ),
    (check_descriptions, "publiccode.yml", "license: MIT", "licence: MIT", "licence"),
    (check_descriptions, ".pre-commit-config.yaml", "entry:", "entri:", "entri"),
    (check_descriptions, ".devcontainer/devcontainer.json", '"image"', '"imge"', "imge"),
    (check_units, UNITS + "guichet-intake.service", "Restart=", "Restrat=", "Restrat"),
    (check_units, UNITS + "guichet-purge.service", "bin/guichet", "bin/gichet", "gichet"),
    (check_units, UNITS + "guichet-backup.timer", "02:15", "25:15", "calendar specification"),
    (check_units, UNITS + "guichet-intake.service", "METRICS_PORT", "METRIC_PORT", "no setting"),
    (
        check_units,
        UNITS + "guichet-watch.service",
        "Type=exec",
        "Type=oneshot",
        "without its timer",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one[3][:20])
def test_an_error_of_each_kind_is_found(tmp_path, planted):
    check, file, old, new, word = planted
    root = copy_of_the_repository(tmp_path)
    plant(root, file, old, new)
    assert word in "\n".join(check(root))


def test_units_as_they_are_pass_the_same_check(tmp_path):
    assert check_units(copy_of_the_repository(tmp_path)) == ()


def test_a_unit_that_may_do_too_much_is_found(tmp_path):
    root = copy_of_the_repository(tmp_path)
    (root / CONFINED).write_text("[Service]\nEnvironmentFile=/etc/guichet/guichet.env\n")
    found = check_units(root)
    assert any(line.startswith("guichet-watch.service: exposure ") for line in found)
