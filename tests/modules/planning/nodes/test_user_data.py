"""User data, read back as what will read it reads it: MIME, YAML, TOML."""

import email
from email.message import Message
from typing import Any, cast

import pytest
import tomli
import yaml

from modules.planning.nodes.user_data import (
    NodeSettings,
    UserDataPart,
    al2023_user_data,
    bottlerocket_user_data,
    deep_merged,
)

NOTHING = NodeSettings(raid0=False, max_pods=None, huge_pages_2mib=None)
ALL = NodeSettings(raid0=True, max_pods=51, huge_pages_2mib=1024, neuron=True)
SCRIPT = "#!/bin/sh\necho \"${HOME}\" '%s' — done\n"


def parts(text: str | None) -> list[Message]:
    assert text is not None
    message = email.message_from_string(text)
    assert message.get_content_type() == "multipart/mixed"
    assert message["MIME-Version"] == "1.0"
    assert not message.defects
    return cast(list[Message], message.get_payload())


def node_config(part: Message) -> Any:
    assert part.get_content_type() == "application/node.eks.aws"
    document = yaml.safe_load(cast(str, part.get_payload()))
    assert (document["apiVersion"], document["kind"]) == ("node.eks.aws/v1alpha1", "NodeConfig")
    return document["spec"]


def content(part: Message) -> str:
    return cast(bytes, part.get_payload(decode=True)).decode()


def test_nothing_to_say_is_no_user_data() -> None:
    assert al2023_user_data(NOTHING, kubelet={}, parts=[]) is None
    assert bottlerocket_user_data(NOTHING, further={}) is None


def test_amazon_linux_gets_a_node_config_and_a_script_for_huge_pages() -> None:
    config, script = parts(al2023_user_data(ALL, kubelet={}, parts=[]))
    assert node_config(config) == {
        "instance": {"localStorage": {"strategy": "RAID0"}},
        "kubelet": {"config": {"maxPods": 51}},
    }
    assert script.get_content_type() == "text/x-shellscript"
    # Written to a file that is read at every start, since the script runs at the first alone.
    file = "/etc/sysctl.d/99-trainyard-huge-pages.conf"
    assert content(script) == (f"#!/bin/sh\necho vm.nr_hugepages=1024 > {file}\nsysctl -p {file}\n")


def test_kubelet_settings_of_the_user_win() -> None:
    kubelet = {"maxPods": 20, "topologyManagerPolicy": "single-numa-node"}
    [config] = parts(
        al2023_user_data(
            NodeSettings(raid0=False, max_pods=51, huge_pages_2mib=None), kubelet=kubelet, parts=[]
        )
    )
    assert node_config(config) == {"kubelet": {"config": kubelet}}


def test_parts_of_the_user_come_last_and_whole() -> None:
    own = [
        UserDataPart(content_type="text/x-shellscript", content=SCRIPT),
        UserDataPart(content_type="text/cloud-config", content="a: 1\nFrom here\n"),
    ]
    _, _, script, cloud_config = parts(al2023_user_data(ALL, kubelet={}, parts=own))
    assert script.get_content_type() == "text/x-shellscript"
    assert content(script) == SCRIPT
    assert cloud_config.get_payload() == "a: 1\nFrom here\n"


def test_a_part_may_look_like_the_end_of_the_message() -> None:
    text = al2023_user_data(ALL, kubelet={}, parts=[])
    assert text is not None
    own = UserDataPart(content_type="text/plain", content=text)
    assert content(parts(al2023_user_data(NOTHING, kubelet={}, parts=[own]))[0]) == text


def test_the_same_settings_give_the_same_bytes() -> None:
    assert al2023_user_data(ALL, kubelet={"a": 1, "b": 2}, parts=[]) == al2023_user_data(
        ALL, kubelet={"b": 2, "a": 1}, parts=[]
    )


def test_bottlerocket_gets_the_same_in_its_own_words() -> None:
    text = bottlerocket_user_data(ALL, further={})
    assert text is not None
    settings = tomli.loads(text)["settings"]
    assert settings["kubernetes"] == {
        "max-pods": 51,
        "device-ownership-from-security-context": True,
    }
    assert settings["kernel"] == {"sysctl": {"vm.nr_hugepages": "1024"}}
    [command] = settings["bootstrap-commands"].values()
    assert command["commands"][0] == ["apiclient", "ephemeral-storage", "init"]
    assert "/var/lib/containerd" in command["commands"][1]
    assert (command["mode"], command["essential"]) == ("always", True)


def test_settings_of_the_user_win_over_bottlerockets() -> None:
    further = {"kubernetes": {"max-pods": 30, "cpu-manager-policy": "static"}, "motd": "hello"}
    text = bottlerocket_user_data(ALL, further=further)
    assert text is not None
    settings = tomli.loads(text)["settings"]
    assert settings["kubernetes"]["max-pods"] == 30
    assert settings["kubernetes"]["cpu-manager-policy"] == "static"
    assert settings["kubernetes"]["device-ownership-from-security-context"] is True
    assert settings["motd"] == "hello"


@pytest.mark.parametrize(
    ("below", "above", "merged"),
    [
        ({}, {}, {}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": 1}}, {"a": 3}, {"a": 3}),
        ({"a": 3}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_trees_are_merged_key_by_key(
    below: dict[str, object], above: dict[str, object], merged: dict[str, object]
) -> None:
    assert deep_merged(below, above) == merged
