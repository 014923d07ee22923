"""The command that writes training jobs."""

import os
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from cli.__main__ import app
from tests.cluster_files import ROOT

FILE = """\
name: research
region: us-west-2
node_groups:
  system:
    instance_types: [m7i.large]
  h100:
    instance_types: [p5.48xlarge]
    availability_zone: us-west-2a
    scaling: {max: 4}
"""
ASKED = ("research.yaml", "--group", "h100", "--image", "train:1")
COMMAND = ("--", "torchrun", "--tee", "3", "train.py", "--group", "x")
#: Stands in for kubectl: keeps what it is told, and says yes or no.
KUBECTL = """\
#!/bin/sh
echo "$@" > arguments
cat > applied.yaml
exit {code}
"""


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; give its exit code and what it wrote."""
    result = CliRunner().invoke(app, ["job", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where a cluster file is."""
    monkeypatch.chdir(tmp_path)
    Path("research.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def kubectl(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put something in the place of kubectl that says yes."""
    program = folder / "bin" / "kubectl"
    program.parent.mkdir()
    program.write_text(KUBECTL.format(code=0), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return program


def test_the_manifest_is_on_standard_output() -> None:
    code, out, err = run(*ASKED, "--nodes", "2", *COMMAND)
    assert (code, err) == (0, "")
    service, job = yaml.safe_load_all(out)
    assert (service["kind"], job["kind"], job["spec"]["completions"]) == ("Service", "Job", 2)
    container = job["spec"]["template"]["spec"]["containers"][0]
    assert container["command"] == [*COMMAND[1:]]


def test_options_come_after_the_command_no_more() -> None:
    _, out, _ = run(*ASKED, "--flavor", "jobset", "--env", "A=b=c", "--", "run", "--flavor", "x")
    (jobset,) = yaml.safe_load_all(out)
    template = jobset["spec"]["replicatedJobs"][0]["template"]["spec"]["template"]
    container = template["spec"]["containers"][0]
    assert container["command"] == ["run", "--flavor", "x"]
    assert {"name": "A", "value": "b=c"} in container["env"]


def test_warnings_are_on_standard_error() -> None:
    code, out, err = run(*ASKED, "--nodes", "4", "--no-efa", *COMMAND)
    assert code == 0
    assert "warning" not in out
    assert err == (
        "warning: the nodes of h100 talk to each other over TCP: --no-efa\n"
        "warning: h100 has 2 nodes, and nobody adds any by itself: raise desired to 4\n"
    )


def test_what_does_not_fit_is_refused_with_its_place_and_nothing_is_written() -> None:
    code, out, err = run(*ASKED, "--nodes", "5", "--cpu", "x", "--output", "job.yaml", *COMMAND)
    assert (code, out) == (2, "")
    assert err == (
        "research.yaml:9: node_groups.h100.scaling.max: 5 nodes asked for, and the group has 4 at "
        "the most; write --nodes 4, or raise max\n"
        "research.yaml: --cpu: 'x' is not a quantity; write one like 500m or 1Gi\n"
    )
    assert not Path("job.yaml").exists()


def test_a_variable_without_a_value_is_refused() -> None:
    assert run(*ASKED, "--env", "A", *COMMAND) == (
        2,
        "",
        "--env: 'A' has no value; write NAME=VALUE\n",
    )


def test_a_file_gets_what_standard_output_would() -> None:
    _, out, _ = run(*ASKED, *COMMAND)
    assert run(*ASKED, "--output", "job.yaml", *COMMAND) == (0, "", "")
    assert Path("job.yaml").read_text(encoding="utf-8") == out


@pytest.mark.usefixtures("kubectl")
@pytest.mark.parametrize(("options", "context"), [((), "research"), (("--context", "x"), "x")])
def test_it_is_applied_to_the_cluster_of_the_file(options: tuple[str, ...], context: str) -> None:
    _, out, _ = run(*ASKED, *COMMAND)
    assert run(*ASKED, "--apply", *options, *COMMAND) == (0, "", "")
    assert Path("applied.yaml").read_text(encoding="utf-8") == out
    assert Path("arguments").read_text() == f"--context {context} apply --filename -\n"


def test_when_kubectl_says_no_so_does_the_command(kubectl: Path) -> None:
    kubectl.write_text(KUBECTL.format(code=7), encoding="utf-8")
    assert run(*ASKED, "--apply", *COMMAND) == (
        1,
        "",
        "kubectl --context research apply ended with 7; what it said is above\n",
    )


def test_without_kubectl_nothing_is_applied(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert run(*ASKED, "--apply", *COMMAND) == (
        1,
        "",
        "no kubectl on the PATH; install it, or leave --apply out\n",
    )


DOCUMENTED = [
    line.removeprefix("$ ").removeprefix(".venv/bin/trainyard job ")
    for line in (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8").splitlines()
    if line.removeprefix("$ ").startswith(".venv/bin/trainyard job ")
]


@pytest.mark.parametrize("line", DOCUMENTED)
def test_the_commands_of_the_documentation_do_what_it_says(line: str) -> None:
    page = (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8")
    here = Path.cwd()
    (here / "examples").symlink_to(ROOT / "examples")
    code, out, err = run(*shlex.split(line))
    if code == 0:
        written = here / "job.yaml"
        text = written.read_text(encoding="utf-8") if written.exists() else out
        assert [*yaml.safe_load_all(text)][-1]["kind"] in {"Job", "JobSet"}
    else:
        assert err
        assert err in page


def test_the_documentation_shows_jobs_and_a_refusal() -> None:
    assert len(DOCUMENTED) == 4
