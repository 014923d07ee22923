"""Every cluster file of the repository, applied to one emulator."""

from collections.abc import Iterator, Mapping

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from cli.inventory import Inventory, take_inventory
from cli.surroundings import make_surroundings, with_ids
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator, running_emulator
from modules.config import ClusterConfig, load_cluster
from tests.cluster_files import FILES
from tests.end_to_end.deployment import ACCOUNT_ID, Deployment, at_once, deploy
from tests.end_to_end.oldest_provider import without_newer_arguments

#: Files of tests that need what `applied` gives; any other file stands alone.
_SHARING = ("test_cluster_files.py", "test_truth.py")


class _ByDeployment(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a worker all tests of a deployment, in their order: they make it once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "applied" if file.endswith(_SHARING) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Run tests here on several workers, where that is asked for."""
    return _ByDeployment(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test here as end to end."""
    item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """The emulator everything is applied to."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def clusters(emulator: Emulator) -> Mapping[str, ClusterConfig]:
    """The clusters of all files, in an account that has what they say exists already."""
    loaded = [without_newer_arguments(load_cluster(file)) for file in FILES]
    return {cluster.name: with_surroundings(cluster, emulator) for cluster in loaded}


@pytest.fixture(scope="session")
def inventories(
    emulator: Emulator, clusters: Mapping[str, ClusterConfig]
) -> Mapping[str, Inventory]:
    """What existed in each region before anything was applied."""
    regions = {cluster.region for cluster in clusters.values()}
    return {region: take_inventory(account(emulator, region)) for region in regions}


@pytest.fixture(scope="session")
def applied(
    emulator: Emulator,
    clusters: Mapping[str, ClusterConfig],
    inventories: Mapping[str, Inventory],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Deployment]:
    """All clusters, applied."""
    assert inventories
    folder = tmp_path_factory.mktemp("applied")
    deployments = deploy([*clusters.values()], emulator, folder)
    at_once(deployment.terraform.apply_unseen for deployment in deployments)
    return {deployment.cluster.name: deployment for deployment in deployments}


def account(emulator: Emulator, region: str) -> EmbeddedAws:
    """Give the account in a region."""
    return EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT_ID, region=region)


def with_surroundings(cluster: ClusterConfig, emulator: Emulator) -> ClusterConfig:
    """Make what a cluster file says exists, and put the ids it got into the file."""
    return with_ids(cluster, make_surroundings(cluster, account(emulator, cluster.region)))
