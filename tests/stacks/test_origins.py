"""Everything in a stack comes from something in the cluster file."""

from pathlib import Path

import pytest

from modules.config import ClusterConfig, load_cluster
from modules.config.reference.fields import path_of
from stacks.origins import origins_of
from tests.cluster_files import FILES, synthesized_files


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_comes_from_fields_of_the_file(file: Path) -> None:
    document = synthesized_files()[load_cluster(file).name]
    bodies = [
        body
        for section in ("resource", "data")
        for named in document.get(section, {}).values()
        for body in named.values()
    ]
    assert bodies
    for body in bodies:
        origins = origins_of(body["//"]["metadata"]["path"])
        assert origins
        assert all(path_of(ClusterConfig, origin) for origin in origins)
