"""Installing the cdktf CLI: what is locked, and what is said when it cannot run."""

import json
from pathlib import Path

import pytest

from tools.cdktf_cli import LOCKED, CdktfCliError, cdktf_cli

_OK = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is on the PATH."""
    folder = tmp_path / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def command(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(("present", "missing"), [("node", "npm"), ("npm", "node")])
def test_a_missing_command_is_named(
    commands: Path, tmp_path: Path, present: str, missing: str
) -> None:
    command(commands, present, _OK)
    with pytest.raises(CdktfCliError) as refused:
        cdktf_cli(tmp_path / "cli")
    assert str(refused.value) == (
        f"{missing} is not on the PATH, and the cdktf CLI needs it: "
        "install Node.js 20, which has npm (https://nodejs.org)"
    )


def test_a_node_the_cli_is_not_built_for_is_named_with_a_way_out(
    commands: Path, tmp_path: Path
) -> None:
    command(commands, "npm", _OK)
    command(commands, "node", '#!/bin/sh\n[ "$1" = --version ] && echo v24.19.0\n')
    with pytest.raises(CdktfCliError) as refused:
        cdktf_cli(tmp_path / "cli")
    assert str(refused.value) == (
        f"the cdktf CLI has no build for {commands / 'node'}, which is Node.js v24.19.0: "
        "install Node.js 20, which has npm (https://nodejs.org)"
    )


def test_what_is_installed_is_not_installed_again(commands: Path, tmp_path: Path) -> None:
    command(commands, "npm", f"#!/bin/sh\necho installed >> {tmp_path}/log\n")
    command(commands, "node", _OK)
    assert cdktf_cli(tmp_path / "cli") == cdktf_cli(tmp_path / "cli")
    assert (tmp_path / "log").read_text(encoding="utf-8") == "installed\n"


def test_an_installation_that_failed_is_tried_again(commands: Path, tmp_path: Path) -> None:
    command(commands, "node", _OK)
    command(commands, "npm", "#!/bin/sh\necho no way out >&2\nexit 1\n")
    with pytest.raises(CdktfCliError, match="no way out"):
        cdktf_cli(tmp_path / "cli")
    command(commands, "npm", _OK)
    assert cdktf_cli(tmp_path / "cli").name == "cdktf"


def test_the_locked_packages_have_hashes_and_no_address() -> None:
    lock = json.loads((LOCKED / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages["node_modules/cdktf-cli"]["version"] == "0.21.0"
    assert [
        name
        for name, package in packages.items()
        if "resolved" in package or not ("integrity" in package or package.get("inBundle"))
    ] == []
