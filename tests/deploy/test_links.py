"""Objects that name what is not there, and secrets among the settings, are found."""

import pytest

from services.manifests.components import with_component
from services.manifests.links import check_links
from tests.deploy.planted import ROOT, pod, the


def test_everything_that_an_object_names_is_there(production):
    assert check_links(production) == ()


def choose_no_pod(objects):
    the(objects, "Service", "watch")["spec"]["selector"] = {"guichet.example/face": "wach"}


def protect_no_pod(objects):
    budget = the(objects, "PodDisruptionBudget", "stage-photo")
    budget["spec"]["selector"]["matchLabels"] = {"guichet.example/stage": "foto"}


def confine_no_pod(objects):
    chosen = {"matchLabels": {"guichet.example/face": "preflite"}}
    the(objects, "NetworkPolicy", "preflight")["spec"]["podSelector"] = chosen


def choose_other_pods_than_its_own(objects):
    chosen = {"app.kubernetes.io/name": "other"}
    the(objects, "Deployment", "watch")["spec"]["selector"]["matchLabels"] = chosen


def lead_to_no_port(objects):
    the(objects, "Service", "intake")["spec"]["ports"][0]["targetPort"] = "web"


def scrape_no_port(objects):
    the(objects, "ServiceMonitor", "guichet")["spec"]["endpoints"][0]["port"] = "metric"


def lead_people_nowhere(objects):
    rule = the(objects, "Ingress", "guichet")["spec"]["rules"][0]
    rule["http"]["paths"][0]["backend"]["service"]["name"] = "guichet"


def scale_nothing(objects):
    the(objects, "ScaledObject", "stage-photo")["spec"]["scaleTargetRef"]["name"] = "photo"


def ask_without_a_password(objects):
    trigger = the(objects, "ScaledObject", "stage-photo")["spec"]["triggers"][0]
    trigger["authenticationRef"]["name"] = "broker"


def ask_in_the_wrong_namespace(objects):
    trigger = the(objects, "ScaledObject", "stage-photo")["spec"]["triggers"][0]
    trigger["metadata"]["host"] = "http://guichet-broker:15672/"


def add_nodes_that_nobody_asks(objects):
    the(objects, "RabbitmqCluster", "guichet-broker")["spec"]["replicas"] = 5


def take_a_secret_that_nobody_makes(objects):
    pod(objects, "watch")["containers"][0]["envFrom"][1]["secretRef"]["name"] = "guichet-secret"


def take_settings_that_are_not_there(objects):
    pod(objects, "watch")["containers"][0]["envFrom"][0]["configMapRef"]["name"] = "settings"


def write_a_key_down(objects):
    pod(objects, "watch")["containers"][0]["env"].append(
        {"name": "GUICHET_SECRET_KEY", "value": "k" * 32}
    )


def write_an_address_with_its_password(objects):
    (settings,) = (one for one in objects if one["kind"] == "ConfigMap")
    settings["data"]["GUICHET_AMQP_URL"] = "amqp://guichet:hunter2@guichet-broker:5672/"


def misspell_a_setting(objects):
    (settings,) = (one for one in objects if one["kind"] == "ConfigMap")
    settings["data"]["GUICHET_SMTP_SERVER"] = "smtp.example"


def misspell_a_variable(objects):
    pod(objects, "stage-photo")["containers"][0]["env"].append({"name": "GUICHET_STAGE"})


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (misspell_a_setting, "ConfigMap: there is no setting GUICHET_SMTP_SERVER"),
        (misspell_a_variable, "Deployment stage-photo: there is no setting GUICHET_STAGE"),
        (choose_no_pod, "Service watch: its selector matches no pod"),
        (protect_no_pod, "PodDisruptionBudget stage-photo: its selector matches no pod"),
        (confine_no_pod, "NetworkPolicy preflight: its selector matches no pod"),
        (choose_other_pods_than_its_own, "Deployment watch: its selector matches no pod"),
        (lead_to_no_port, "Service intake: no pod listens on web"),
        (scrape_no_port, "ServiceMonitor guichet: no Service with such labels and ports"),
        (lead_people_nowhere, "Ingress guichet: no Service guichet with port http"),
        (scale_nothing, "ScaledObject stage-photo: scales nothing that is there"),
        (ask_without_a_password, "ScaledObject stage-photo: no such TriggerAuthentication"),
        (ask_in_the_wrong_namespace, "KEDA, in its namespace, finds the broker as"),
        (add_nodes_that_nobody_asks, "RabbitmqCluster guichet-broker: GUICHET_BROKER_METRICS_URL"),
        (take_a_secret_that_nobody_makes, "nobody makes the secret guichet-secret"),
        (take_settings_that_are_not_there, "Deployment watch: no settings"),
        (write_a_key_down, "GUICHET_SECRET_KEY is written down"),
        (write_an_address_with_its_password, "GUICHET_AMQP_URL is written down"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_leads_nowhere_is_found(objects, error, said):
    error(objects)
    assert said in "\n".join(check_links(objects))


def test_the_overlay_for_many_times_one_france_promises_each_check_its_core():
    rendered = with_component(ROOT, "kept-cores")
    promised = {
        name: pod(rendered, name)["containers"][0]["resources"]["requests"]["cpu"]
        for name in ("stage-photo", "stage-jdc", "stage-notification")
    }
    assert promised == {"stage-photo": "2", "stage-jdc": "2", "stage-notification": "100m"}
