"""Who gets the credentials of a node."""

from typing import Any

from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster, warned


def test_who_lets_pods_have_the_nodes_credentials_is_told() -> None:
    def with_hops(hops: int) -> list[str]:
        group = {"instance_types": ["m7i.large"], "imds_hop_limit": hops}
        return [said for said in warned(cluster(node_groups={"system": group})) if "imds" in said]

    assert with_hops(1) == []
    assert with_hops(2) == [
        "node_groups.system.imds_hop_limit: pods that are not on the node's own network can take "
        "the node's credentials; give them a role by service_accounts, and leave this out"
    ]


def test_further_hops_are_a_word_that_scans_are_told() -> None:
    def template(**settings: int) -> Any:
        group = {"instance_types": ["m7i.large"], **settings}
        made = synthesize_clusters([cluster(node_groups={"system": group})])["demo"]
        return made["resource"]["aws_launch_template"]["system"]

    made = template(imds_hop_limit=2)
    assert made["metadata_options"]["http_put_response_hop_limit"] == 2
    assert made["//"]["checkov"] == [
        f"checkov:skip={check}:the cluster file allows 2 hops"
        for check in ("CKV_AWS_341", "CKV_TRAINYARD_2")
    ]
    assert "checkov" not in template()["//"]
