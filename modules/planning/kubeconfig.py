"""The kubeconfig of a cluster."""

import yaml

_AWS_COMMAND = "aws"
_EXEC_API_VERSION = "client.authentication.k8s.io/v1beta1"


def kubeconfig(*, name: str, region: str, endpoint: str, certificate_authority: str) -> str:
    """Write a kubeconfig that asks the AWS CLI for a token at each use and holds no secret.

    Args:
        name: Cluster name; also the name of the context.
        region: AWS region of the cluster.
        endpoint: URL of the Kubernetes API server (token).
        certificate_authority: Base64 of the cluster's certificate authority (token).

    Source: https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
    """
    arguments = ["--region", region, "eks", "get-token", "--cluster-name", name]
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [
            {
                "name": name,
                "cluster": {
                    "server": _KnownAfterApply(endpoint),
                    "certificate-authority-data": _KnownAfterApply(certificate_authority),
                },
            }
        ],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "users": [
            {
                "name": name,
                "user": {
                    "exec": {
                        "apiVersion": _EXEC_API_VERSION,
                        "command": _AWS_COMMAND,
                        "args": [*arguments, "--output", "json"],
                        "interactiveMode": "Never",
                        "provideClusterInfo": False,
                    }
                },
            }
        ],
    }
    return yaml.dump(document, Dumper=_KubeconfigDumper, sort_keys=False, width=float("inf"))


class _KnownAfterApply(str):
    """A string whose characters are not known yet, so it is quoted whatever it looks like now."""

    __slots__ = ()


class _KubeconfigDumper(yaml.SafeDumper):
    """PyYAML's safe dumper, taught to quote what Terraform fills in later."""


def _quoted(dumper: yaml.SafeDumper, value: _KnownAfterApply) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


_KubeconfigDumper.add_representer(_KnownAfterApply, _quoted)
