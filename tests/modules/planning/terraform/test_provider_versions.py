"""Provider version constraints."""

from modules.planning.terraform.provider_versions import provider_constraint


def test_a_plain_cluster_runs_on_the_oldest_provider_tried() -> None:
    assert provider_constraint([]) == ">= 5.100.0, < 7.0.0"


def test_a_newer_argument_raises_the_floor() -> None:
    assert provider_constraint(["deletion_protection"]) == ">= 6.25.0, < 7.0.0"
