"""Pieces in a bucket on a cluster: who reaches it, with which keys, and that an error is found."""

import copy

import pytest

from services.manifests.__main__ import check_cluster
from services.manifests.components import check_bucket, with_component
from tests.deploy.planted import ROOT, pod, the


@pytest.fixture(scope="module")
def rendered():
    return with_component(ROOT, "pieces-in-a-bucket")


@pytest.fixture
def objects(rendered):
    return copy.deepcopy(list(rendered))


def chosen(objects):
    return the(objects, "NetworkPolicy", "pieces-to-bucket")["spec"]["podSelector"]


def test_production_with_a_bucket_is_sound(rendered):
    assert check_cluster(ROOT, rendered) == ()


def test_without_a_bucket_nothing_is_asked_for(production):
    assert check_bucket(production) == ()
    assert not any("bucket" in one["metadata"]["name"] for one in production)


def test_every_process_is_told_where_pieces_lie(rendered):
    (told,) = (one["data"] for one in rendered if one["kind"] == "ConfigMap")
    assert told["GUICHET_BLOBS_URL"].startswith("s3://")
    assert told["GUICHET_PUBLIC_URL"] == "https://guichet.example"


def forget_the_policy_of_checks(objects):
    chosen(objects)["matchExpressions"][1]["values"].remove("imagecheck")


def let_the_preflight_out(objects):
    chosen(objects)["matchExpressions"].pop()


def mistake_the_port(objects):
    rule = the(objects, "NetworkPolicy", "pieces-to-bucket")["spec"]["egress"][0]
    rule["ports"][0]["port"] = 9000


def forget_a_key(objects):
    (container,) = pod(objects, "stage-photo")["containers"]
    container["env"] = [one for one in container["env"] if "SECRET_KEY" not in one["name"]]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (forget_the_policy_of_checks, "stage-photo to the bucket, port 443 is cut"),
        (let_the_preflight_out, "preflight to the bucket, port 443 is open"),
        (mistake_the_port, "stage-photo to the bucket, port 443 is cut"),
        (forget_a_key, "Deployment stage-photo: GUICHET_BLOBS_SECRET_KEY is missing"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_whoever_is_cut_off_or_let_through_is_named(objects, error, said):
    error(objects)
    assert said in "\n".join(check_bucket(objects))
