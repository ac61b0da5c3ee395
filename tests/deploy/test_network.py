"""What the NetworkPolicies let through, and that a cut or a hole is found."""

import pytest

from services.manifests.flows import BROKER, OUTSIDE, STORE, STRANGER, check_flows
from services.manifests.reach import Place, may_reach
from tests.deploy.planted import the


def spec(objects, name):
    return the(objects, "NetworkPolicy", name)["spec"]


def test_what_guichet_lives_by_goes_through_and_nothing_else(production):
    assert check_flows(production) == ()


def cut_the_store(objects):
    spec(objects, "store")["ingress"][0]["from"].pop(0)


def cut_the_way_to_the_broker(objects):
    spec(objects, "guichet-to-servers")["egress"].pop(0)


def rename_a_label(objects):
    spec(objects, "preflight")["ingress"][0]["from"][0]["podSelector"]["matchLabels"] = {
        "guichet.example/face": "entry"
    }


def mistake_a_port(objects):
    spec(objects, "intake-to-preflight")["egress"][0]["ports"][0]["port"] = 8440


def forget_the_names(objects):
    objects.remove(the(objects, "NetworkPolicy", "names"))


def shut_keda_out(objects):
    spec(objects, "broker")["ingress"][2]["from"].pop(0)


def shut_prometheus_out(objects):
    spec(objects, "metrics")["ingress"][0]["ports"][0]["port"] = "http"


def forget_port_587(objects):
    spec(objects, "outside")["egress"][0]["ports"].pop()


def let_everybody_in(objects):
    objects.remove(the(objects, "NetworkPolicy", "default-deny"))
    objects.remove(the(objects, "NetworkPolicy", "store"))


def let_checks_out(objects):
    spec(objects, "outside")["podSelector"]["matchExpressions"].pop()


def let_out_to_the_cloud(objects):
    spec(objects, "outside")["egress"][0]["to"][0]["ipBlock"]["except"].pop()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (cut_the_store, "stage-photo to store, port 27017 is cut"),
        (cut_the_way_to_the_broker, "watch to broker, port 5672 is cut"),
        (rename_a_label, "intake to preflight, port 8404 is cut"),
        (mistake_a_port, "intake to preflight, port 8404 is cut"),
        (forget_the_names, "guichet-backup to names, port 53 is cut"),
        (shut_keda_out, "keda to broker, port 15672 is cut"),
        (shut_prometheus_out, "monitoring to stage-jdc, port 9464 is cut"),
        (forget_port_587, "stage-notification to the internet, port 587 is cut"),
        (let_everybody_in, "a stranger to store, port 27017 is open"),
        (let_checks_out, "stage-identity to the internet, port 443 is open"),
        (let_out_to_the_cloud, "watch to the cloud's metadata, port 443 is open"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_way_cut_or_left_open_is_found(objects, error, said):
    error(objects)
    assert f"network: {said}" in check_flows(objects)


def policy(way, chosen, rules):
    return {"spec": {"policyTypes": [way.title()], "podSelector": chosen, way: rules}}


#: A pod of ours with two named ports.
POD = Place(name="pod", labels={"app": "a"}, ports={"http": 80, "metrics": 9464})


@pytest.mark.parametrize(
    ("policies", "source", "port", "goes"),
    [
        ([], STRANGER, 80, True),
        ([policy("ingress", {}, [])], STRANGER, 80, False),
        ([policy("ingress", {"matchLabels": {"app": "b"}}, [])], STRANGER, 80, True),
        ([policy("ingress", {}, [{}])], STRANGER, 80, True),
        ([policy("ingress", {}, [{"ports": [{"port": "http"}]}])], BROKER, 80, True),
        ([policy("ingress", {}, [{"ports": [{"port": "http"}]}])], BROKER, 9464, False),
        ([policy("ingress", {}, [{"ports": [{"port": 70, "endPort": 90}]}])], BROKER, 80, True),
        ([policy("ingress", {}, [{"from": [{"podSelector": {}}]}])], BROKER, 80, True),
        ([policy("ingress", {}, [{"from": [{"podSelector": {}}]}])], STRANGER, 80, False),
        ([policy("ingress", {}, [{"from": [{"namespaceSelector": {}}]}])], STRANGER, 80, True),
        ([policy("ingress", {}, [{"from": [{"namespaceSelector": {}}]}])], OUTSIDE, 80, False),
        ([policy("egress", {}, [])], STORE, 80, False),
    ],
)
def test_policies_are_read_as_kubernetes_reads_them(policies, source, port, goes):
    assert may_reach(policies, source, POD, port) is goes


@pytest.mark.parametrize(
    ("operator", "values", "chosen"),
    [
        ("In", ["a"], True),
        ("NotIn", ["a"], False),
        ("Exists", [], True),
        ("DoesNotExist", [], False),
    ],
)
def test_expressions_choose_pods_too(operator, values, chosen):
    expression = {"key": "app", "operator": operator, "values": values}
    policies = [policy("ingress", {"matchExpressions": [expression]}, [])]
    assert may_reach(policies, STRANGER, POD, 80) is not chosen
