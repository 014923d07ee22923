"""The kubeconfig."""

import base64

import pytest
import yaml
from kubernetes.config.kube_config import KubeConfigLoader

from modules.planning.kubeconfig import kubeconfig

ENDPOINT = "https://ABCDEF.gr7.us-west-2.eks.amazonaws.com"
AUTHORITY = base64.b64encode(b"a certificate").decode()


def written(**changes: str) -> str:
    values = {
        "name": "demo",
        "region": "us-west-2",
        "endpoint": ENDPOINT,
        "certificate_authority": AUTHORITY,
    }
    return kubeconfig(**(values | changes))


def test_it_points_at_the_cluster() -> None:
    [cluster] = yaml.safe_load(written())["clusters"]
    assert cluster["cluster"] == {"server": ENDPOINT, "certificate-authority-data": AUTHORITY}


def test_it_asks_the_aws_cli_for_a_token_and_holds_no_secret() -> None:
    [user] = yaml.safe_load(written())["users"]
    assert list(user["user"]) == ["exec"]
    command = user["user"]["exec"]
    assert " ".join([command["command"], *command["args"]]) == (
        "aws --region us-west-2 eks get-token --cluster-name demo --output json"
    )


def test_the_kubernetes_client_loads_it() -> None:
    document = yaml.safe_load(written())
    loader = KubeConfigLoader(config_dict=document)
    assert loader.current_context["context"] == {"cluster": "demo", "user": "demo"}


@pytest.mark.parametrize("value", ["${aws_eks_cluster.cluster.endpoint}", "no", "1e3", ""])
def test_what_terraform_fills_in_stays_a_string(value: str) -> None:
    document = yaml.safe_load(written(endpoint=value))
    assert document["clusters"][0]["cluster"]["server"] == value


def test_a_name_that_yaml_could_misread_stays_a_string() -> None:
    assert yaml.safe_load(written(name="1e3"))["current-context"] == "1e3"
