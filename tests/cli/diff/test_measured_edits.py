"""Of every edit that was measured, what is told is what was measured."""

import pytest

from cli.diff.fields import changed_fields
from modules.catalog.changes import field_changes
from modules.config import ClusterConfig, ReadCluster
from modules.config.problems import written
from modules.config.reading.yaml_source import Source
from modules.config.reference.fields import path_of
from tests.changes.edits import ALL_EDITS, Edit, Members

EDITS = ALL_EDITS["cluster"]
#: The form of a file that names the form it has is the same; of an entry that stands for node
#: groups, these are told.
_NOT_TOLD_ITSELF = {"format_version", "node_groups.training.one_per_zone"}


def read(members: Members) -> ReadCluster:
    """Give a cluster file as it is read."""
    return ReadCluster(
        source=Source("cluster.yaml", members, {(): 1}, {}),
        cluster=ClusterConfig.model_validate(members),
    )


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.place}: {edit.called}")
def test_what_is_told_of_an_edit_is_what_was_measured_of_it(edit: Edit) -> None:
    before, after = edit.files()
    parts = edit.place.split(".")
    place = written(tuple(int(part) if part.isdecimal() else part for part in parts))
    does = field_changes("cluster")[path_of(ClusterConfig, edit.place)].does
    for pair, names in (((before, after), edit.called), ((after, before), edit.called[::-1])):
        told = {
            change.does.replace(f"node group {parts[1]}", "the node group")
            if parts[0] == "node_groups" and len(parts) > 1
            else change.does
            for change in changed_fields(*map(read, pair))
            if change.what.startswith(place)
        }
        assert told == ({does.get("") or does[" to ".join(names)]} if told else set())
        assert told or edit.place in _NOT_TOLD_ITSELF
