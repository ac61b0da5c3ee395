"""The cluster's manifests follow the stage table, and an error in them is found.

That they are right by the schemas as they are: `make manifests`.
"""

from dataclasses import replace

import pytest

from services.manifests.coverage import check_coverage
from services.manifests.kinds import check_kinds
from services.manifests.kubectl import RenderError, render
from services.manifests.written import drifted, pod_name, write
from shared.stages import TABLE, StageName, queue_stages
from tests.deploy.planted import ROOT, copy_of_the_repository, plant, pod, the

BASE = "deploy/k8s/base/"
PRODUCTION = "deploy/k8s/overlays/prod"


def test_every_queue_has_its_workers_its_scaling_and_its_budget(production):
    assert check_coverage(production, TABLE) == ()
    scaled = {
        one["spec"]["triggers"][0]["metadata"]["queueName"]
        for one in production
        if one["kind"] == "ScaledObject"
    }
    assert scaled == {row.queue for row in queue_stages(TABLE)}


def test_the_files_of_the_stages_are_those_that_the_table_gives():
    assert drifted(ROOT, TABLE) == ()


def test_a_stage_that_the_manifests_do_not_know_is_found(tmp_path, production):
    more = TABLE | {StageName.DRAFT: replace(TABLE[StageName.PHOTO], name=StageName.DRAFT)}
    assert "draft: no Deployment" in check_coverage(production, more)
    root = copy_of_the_repository(tmp_path)
    assert any("stages/draft.yaml: differs" in line for line in drifted(root, more))
    write(root, more)
    assert drifted(root, more) == ()


def test_a_stage_that_is_no_more_is_found_and_taken_away(tmp_path, production):
    fewer = {name: row for name, row in TABLE.items() if name is not StageName.AAC}
    assert "Deployment of aac: no such stage" in check_coverage(production, fewer)
    root = copy_of_the_repository(tmp_path)
    assert f"{BASE}stages/aac.yaml: of no stage" in drifted(root, fewer)
    write(root, fewer)
    assert not (root / BASE / "stages/aac.yaml").exists()


def test_an_alert_changed_at_its_source_alone_is_found(tmp_path):
    root = copy_of_the_repository(tmp_path)
    plant(root, "deploy/prometheus/guichet.rules.yml", "severity: page", "severity: ticket")
    assert [line.partition(":")[0] for line in drifted(root, TABLE)] == [f"{BASE}alerts.yaml"]


def shorten_grace(objects):
    pod(objects, "stage-identity")["terminationGracePeriodSeconds"] = 60


def scale_on_another_queue(objects):
    trigger = the(objects, "ScaledObject", "stage-photo")["spec"]["triggers"][0]
    trigger["metadata"]["queueName"] = "q.signature"


def work_another_stage(objects):
    container = pod(objects, "stage-photo")["containers"][0]
    next(one for one in container["env"] if one["name"] == "GUICHET_STAGES")["value"] = "jdc"


def run_another_service(objects):
    pod(objects, "stage-photo")["containers"][0]["image"] = "guichet/intake:0.1.0"


def drop_the_budget(objects):
    objects.remove(the(objects, "PodDisruptionBudget", "stage-photo"))


def drop_a_probe(objects):
    del pod(objects, "watch")["containers"][0]["livenessProbe"]


def write_a_secret_down(objects):
    objects.append({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "mine"}})


def move_the_image(objects):
    pod(objects, "watch")["containers"][0]["image"] = "guichet/watch:latest"


def run_as_root(objects):
    pod(objects, "watch")["securityContext"]["runAsNonRoot"] = False


def write_the_root(objects):
    pod(objects, "watch")["containers"][0]["securityContext"]["readOnlyRootFilesystem"] = False


def let_a_job_write_its_root(objects):
    job = the(objects, "CronJob", "guichet-backup")["spec"]["jobTemplate"]["spec"]["template"]
    job["spec"]["containers"][1]["securityContext"] = {}


def take_limits_away(objects):
    del pod(objects, "stage-photo")["containers"][0]["resources"]["limits"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            let_a_job_write_its_root,
            "guichet-backup: the container may write its root or gain rights",
        ),
        (take_limits_away, "stage-photo: no limits"),
        (shorten_grace, "stage-identity: 60 s of grace, 100 needed"),
        (scale_on_another_queue, "photo: scaled on ['q.signature'], not on q.photo"),
        (work_another_stage, "photo: GUICHET_STAGES does not say so"),
        (run_another_service, "photo: runs guichet/intake:0.1.0, not imagecheck"),
        (drop_the_budget, "photo: no PodDisruptionBudget"),
        (drop_a_probe, "watch: no livenessProbe"),
        (write_a_secret_down, "a Secret is written down: name it, and make it apart"),
        (move_the_image, "watch: guichet/watch:latest moves: give it a version"),
        (run_as_root, "watch: may run as root"),
        (write_the_root, "watch: the container may write its root or gain rights"),
    ],
)
def test_what_the_table_forbids_is_found(objects, error, said):
    error(objects)
    assert check_coverage(objects, TABLE) == (said,)


def test_the_grace_is_longer_than_the_longest_time_limit(production):
    slow = replace(TABLE[StageName.PHOTO], time_limit=TABLE[StageName.IDENTITY].time_limit * 2)
    found = check_coverage(production, TABLE | {StageName.PHOTO: slow})
    assert "stage-photo: 120 s of grace, 190 needed" in found


#: File of the base, what is there, what is planted, and the word that must come back.
MISSPELT = [
    ("faces.yaml", "replicas: 2", "replicas: 2\n  pawsed: true", "pawsed"),
    ("services.yaml", "port: 8401, targetPort", "prot: 8401, targetPort", "prot"),
    ("network.yaml", "policyTypes: [Ingress, Egress]", "policyType: [Ingress]", "policyType"),
    ("scaling.yaml", "maxUnavailable: 1", "maxUnavailabl: 1", "maxUnavailabl"),
    ("backup.yaml", "backoffLimit: 2", "backofLimit: 2", "backofLimit"),
    ("broker.yaml", "additionalConfig:", "additionalConfg:", "additionalConfg"),
    ("store.yaml", "connectionStringSecretName:", "connectionSecretName:", "connectionSecretName"),
    ("monitoring.yaml", "jobLabel:", "jobLable:", "jobLable"),
    ("alerts.yaml", "expr:", "exp:", "'exp'"),
    ("stages/photo.yaml", "protocol: http", "protocol: amqp", "'http' was expected"),
    ("stages/jdc.yaml", "queueName: q.jdc", "queuName: q.jdc", "queuName"),
    ("stages/aac.yaml", "minReplicaCount: 1", "minReplicas: 1", "minReplicas"),
]


@pytest.fixture(scope="module")
def complaints_of_all(tmp_path_factory):
    """One run over all of them: every kind has its own."""
    root = copy_of_the_repository(tmp_path_factory.mktemp("misspelt"))
    for file, old, new, _ in MISSPELT:
        plant(root, BASE + file, old, new)
    # dev, since prod puts a value over the one that is misspelt
    return "\n".join(check_kinds(root, render(root / "deploy/k8s/overlays/dev")))


@pytest.mark.parametrize("word", [word for *_, word in MISSPELT])
def test_a_misspelt_field_of_each_kind_is_found(complaints_of_all, word):
    assert word in complaints_of_all


def test_a_file_that_is_not_there_is_found(tmp_path):
    root = copy_of_the_repository(tmp_path)
    (root / BASE / "broker.yaml").unlink()
    with pytest.raises(RenderError, match=r"broker\.yaml"):
        render(root / PRODUCTION)


def test_names_of_stages_are_names_for_kubernetes():
    assert pod_name(TABLE[StageName.PHOTO_CODE]) == "photo-code"
