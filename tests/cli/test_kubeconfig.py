"""The kubeconfig of a cluster in the file of a person."""

import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes.config.kube_config import KubeConfigLoader
from typer.testing import CliRunner

from cli.__main__ import app
from cli.kubeconfig import target_file
from cli.kubeconfig_file import NotAKubeconfigError, merged, rewrite
from modules.planning.kubeconfig import kubeconfig
from tests.cluster_files import ROOT

DEMO = str(ROOT / "clusters" / "demo.yaml")
OURS = kubeconfig(
    name="demo", region="us-west-2", endpoint="https://new", certificate_authority="bmV3"
)
#: Values that a YAML reader would turn into something else, and what it would not know.
THEIRS = """\
apiVersion: v1
kind: Config
current-context: mine
preferences: {colors: true}
clusters:
- name: mine
  cluster: {server: https://mine, certificate-authority-data: "0123"}
- name: demo
  cluster: {server: https://old}
users:
- name: mine
  user:
    token: 1e3
    auth-provider: {config: {expiry: 2026-11-25 10:00:00, id: 0777, yes: no}}
contexts:
- {name: mine, context: {cluster: mine, user: mine, namespace: on}}
extensions:
- {name: x, extension: {a: b}}
"""


def as_text(text: str) -> Any:
    """Read every value as it is written: a date that is written otherwise is another text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - of strings, lists and mappings


def entries(text: str, kind: str) -> dict[str, Any]:
    return {entry["name"]: entry for entry in as_text(text)[kind]}


def test_the_cluster_is_put_in_and_nothing_else_changes() -> None:
    text = merged(THEIRS, OURS)
    for kind in ("clusters", "contexts", "users"):
        before, after, ours = entries(THEIRS, kind), entries(text, kind), entries(OURS, kind)
        assert after == {**before, **ours}
        assert list(after) == [*before, *(name for name in ours if name not in before)]
    was, now = as_text(THEIRS), as_text(text)
    assert now["current-context"] == "demo"
    for key in ("apiVersion", "kind", "preferences", "extensions"):
        assert now[key] == was[key]
    # Nor is a text read as a number, or a number as a text.
    typed_before, typed_after = yaml.safe_load(THEIRS), yaml.safe_load(text)
    assert typed_after["users"][0] == typed_before["users"][0]
    assert typed_after["clusters"][0] == typed_before["clusters"][0]
    assert merged(text, OURS) == text


@pytest.mark.parametrize("empty", ["", "\n", "apiVersion: v1\nkind: Config\n", "users: null\n"])
def test_an_empty_one_becomes_ours(empty: str) -> None:
    loaded = KubeConfigLoader(config_dict=yaml.safe_load(merged(empty, OURS)))
    assert loaded.current_context["context"] == {"cluster": "demo", "user": "demo"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "holds no keys and values, so it is not a kubeconfig"),
        ("clusters: {a: b}\n", "clusters is no list, so it is not a kubeconfig"),
        ("a: [\n", "is not YAML: "),
    ],
)
def test_what_is_no_kubeconfig_is_left_alone(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "config"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotAKubeconfigError) as refused:
        rewrite(file, OURS)
    assert str(refused.value).startswith(f"{file}: {said}")
    assert file.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_the_file_is_for_its_owner_alone_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "kept" / "config", tmp_path / "config"
    real.parent.mkdir()
    real.write_text(THEIRS, encoding="utf-8")
    real.chmod(0o644)
    link.symlink_to(real)
    rewrite(link, OURS)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert "demo" in entries(real.read_text(encoding="utf-8"), "contexts")
    assert [path.name for path in real.parent.iterdir()] == ["config"]


def test_a_file_that_another_program_changes_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config"
    (tmp_path / "config.lock").touch()
    with pytest.raises(NotAKubeconfigError, match=r"config\.lock is there: another program"):
        rewrite(file, OURS)
    assert not file.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config"
    file.write_text(THEIRS, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        rewrite(file, OURS)
    assert file.read_text(encoding="utf-8") == THEIRS
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_of_several_files_the_one_with_the_context_is_taken(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("", encoding="utf-8")
    second.write_text(THEIRS, encoding="utf-8")
    environment = {"KUBECONFIG": f"{first}:{tmp_path / 'none'}:{second}"}
    assert target_file(environment, "mine") == second
    assert target_file(environment, "demo") == first
    assert target_file({}, "demo") == Path.home() / ".kube" / "config"


def test_the_command_merges_what_it_is_given(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "config"
    options = ["--from", "-", "--kubeconfig", str(target), "--alias", "here", "--profile", "team"]
    done = CliRunner().invoke(app, ["kubeconfig", DEMO, *options], input=OURS)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{target}: context here is the current one\n"
    loaded = KubeConfigLoader(config_dict=yaml.safe_load(target.read_text(encoding="utf-8")))
    assert loaded.current_context["name"] == "here"
    (user,) = yaml.safe_load(target.read_text(encoding="utf-8"))["users"]
    assert user["user"]["exec"]["env"] == [{"name": "AWS_PROFILE", "value": "team"}]


def test_a_cluster_that_is_not_synthesized_says_what_to_run(tmp_path: Path) -> None:
    file = tmp_path / "here.yaml"
    file.write_text(Path(DEMO).read_text(encoding="utf-8"), encoding="utf-8")
    done = CliRunner().invoke(app, ["kubeconfig", str(file)])
    assert done.exit_code == 1
    stack = tmp_path / "cdktf.out" / "stacks" / "demo"
    assert done.stderr == (f"{stack}: nothing is synthesized there; run: trainyard synth {file}\n")
