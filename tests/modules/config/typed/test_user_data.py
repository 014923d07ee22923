"""Parts of user data are what nodes read, and leave to nodeadm what is nodeadm's."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.rules.typed.shell import commands_of_nodeadm
from tests.modules.config.files import cluster, warned
from tests.modules.config.typed.cases import NEWER, group, said_of

AT = "node_groups.training.user_data[0]"
INSTEAD = "say it in kubelet, or in a part of type application/node.eks.aws"


def part(content: str, content_type: str = "application/node.eks.aws") -> dict[str, Any]:
    return group(user_data=[{"content_type": content_type, "content": content}])


def node_config(spec: str = "{}", version: str = "v1alpha1") -> str:
    return f"apiVersion: node.eks.aws/{version}\nkind: NodeConfig\nspec: {spec}\n"


WRONG_CONFIGS = [
    ("a: [", "line 1: not YAML: expected the node content, but found '<stream end>'"),
    (
        "text",
        "holds no keys; begin with apiVersion: node.eks.aws/v1alpha1 and kind: NodeConfig",
    ),
    ("spec: {}", "apiVersion: is missing; add it"),
    ("a: &a 1\nb: *a\n", "refers to another place with '*'; write it out"),
    ("a: {1: 2}", "the key 1 is not text; put it in quotes"),
    ("- " * 3000, "lists and keys go more than 50 deep"),
    ("[" * 3000, "lists and keys go more than 50 deep"),
    (
        node_config(version="v1alpha"),
        "apiVersion: 'node.eks.aws/v1alpha' is not one of node.eks.aws/v1alpha1; did you mean "
        "node.eks.aws/v1alpha1?",
    ),
    (
        node_config("{instance: {localStorage: {strategy: raid0}}}"),
        "spec.instance.localStorage.strategy: 'raid0' is not one of RAID0, RAID10, Mount; did you "
        "mean RAID0?",
    ),
    (
        node_config("{kubelet: {config: {maxPod: 5}}}"),
        "spec.kubelet.config.maxPod: no such key in KubeletConfiguration (Kubernetes 1.37); did "
        f"you mean 'maxPods'? {NEWER}",
    ),
    (
        node_config("{kubelet: {flags: --v=4}}"),
        "spec.kubelet.flags: a list is wanted here, as in [one, two] (got '--v=4')",
    ),
]


@pytest.mark.parametrize(("content", "message"), WRONG_CONFIGS, ids=[m for _, m in WRONG_CONFIGS])
def test_what_nodeadm_cannot_read_is_refused(content: str, message: str, tmp_path: Path) -> None:
    assert message in [
        line.removeprefix(f"{AT}.content: ") for line in said_of(tmp_path, **part(content))
    ]


def test_settings_of_a_part_count_with_those_of_kubelet(tmp_path: Path) -> None:
    sections = part(node_config("{kubelet: {config: {cpuManagerPolicy: none}}}"))
    sections["node_groups"]["training"]["kubelet"] = {
        "cpuManagerPolicy": "static",
        "cpuManagerPolicyOptions": {"full-pcpus-only": "true"},
    }
    assert said_of(tmp_path, **sections) == [
        "node_groups.training.kubelet.cpuManagerPolicyOptions: has a meaning with "
        "cpuManagerPolicy: static only; write that, or remove it"
    ]


def test_a_type_that_nothing_on_a_node_reads_is_refused(tmp_path: Path) -> None:
    said = said_of(tmp_path, **part(node_config(), "application/node-eks.aws"))
    assert said == [
        f"{AT}.content_type: 'application/node-eks.aws' is not one of "
        "application/node.eks.aws, text/x-shellscript, text/cloud-boothook, text/cloud-config, "
        "text/cloud-config-archive, text/cloud-config-jsonp, text/jinja2, text/part-handler, "
        "text/x-include-once-url, text/x-include-url, text/x-shellscript-per-boot, "
        "text/x-shellscript-per-instance, text/x-shellscript-per-once; did you mean "
        "application/node.eks.aws?"
    ]


WRONG_SCRIPTS = [
    ("sysctl -w a=1\n", "a script begins with the program that runs it, as in #!/bin/bash"),
    (
        "#!/bin/bash\r\nls\r\n",
        "lines end with carriage returns, which no program's name has; save it with Unix's",
    ),
    (
        "#!/bin/bash\nls\nsystemctl restart kubelet\n",
        "line 3: 'systemctl restart kubelet' starts or changes what nodeadm does, and the node may "
        f"not join; {INSTEAD}",
    ),
    (
        "#!/bin/bash\n/etc/eks/bootstrap.sh demo\n",
        "line 2: '/etc/eks/bootstrap.sh demo' starts or changes what nodeadm does, and the node "
        f"may not join; Amazon Linux 2023 does not have it; {INSTEAD}",
    ),
]


@pytest.mark.parametrize(("content", "message"), WRONG_SCRIPTS, ids=[m for _, m in WRONG_SCRIPTS])
def test_a_script_that_fails_or_keeps_a_node_away_is_refused(
    content: str, message: str, tmp_path: Path
) -> None:
    said = said_of(tmp_path, **part(content, "text/x-shellscript"))
    assert said == [f"{AT}.content: {message}"]


@pytest.mark.parametrize(
    "command",
    [
        "systemctl restart kubelet",
        "sudo systemctl --now enable kubelet.service",
        "x=1 systemctl stop containerd",
        "if true; then systemctl start nodeadm-run; fi",
        "service kubelet restart",
        "nodeadm init --config-source file:///x",
        "echo '{}' > /etc/kubernetes/kubelet/config.json",
        "echo x | sudo tee -a /etc/containerd/config.toml",
        "sed -i s/a/b/ /etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf",
        "(systemctl \\\n restart kubelet)",
        "true && systemctl restart kubelet || exit 1",
        "foo $(systemctl restart kubelet)",
        "cat <<EOF > /etc/systemd/system/kubelet.service.d/10.conf\n[Service]\nEOF\nls",
        "/usr/bin/systemctl restart kubelet # now",
        "pkill kubelet",
    ],
)
def test_a_command_of_nodeadm_is_found(command: str) -> None:
    assert list(commands_of_nodeadm(command)) != []


@pytest.mark.parametrize(
    "command",
    [
        "# systemctl restart kubelet",
        "echo 'systemctl restart kubelet'",
        "systemctl status kubelet",
        "cat > /x <<'EOF'\nsystemctl restart kubelet\nEOF\nls",
        "systemctl restart sshd",
        "kubelet --version",
        "cat /etc/kubernetes/kubelet/config.json",
        'echo "it\'s\nsystemctl restart kubelet"',
        "cp a /etc/eks/nodeadm.d/x.yaml",
        "grep kubelet /var/log/messages",
        "systemctl is-active kubelet || true",
        "journalctl -u kubelet > /tmp/log",
        "echo don\\'t",
        "",
    ],
)
def test_a_command_that_only_speaks_of_nodeadm_is_none(command: str) -> None:
    assert list(commands_of_nodeadm(command)) == []


def test_text_that_may_become_such_a_command_is_warned_of() -> None:
    script = (
        "#!/bin/sh\ncat > /x.sh <<EOF\nsystemctl restart kubelet\nEOF\n# systemctl stop kubelet\n"
    )
    assert warned(cluster(**part(script, "text/x-shellscript"))) == [
        f"{AT}.content: line 3: if 'systemctl restart kubelet' is run on a node, it may not join; "
        f"{INSTEAD}"
    ]
