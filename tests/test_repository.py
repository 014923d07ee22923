"""The repository names no machine and no registry, and its entry points are entry points."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Spelled in two parts, or this file would be the one that breaks the rule.
HOSTS = (
    "py" + "pi.org",
    "files.python" + "hosted.org",
    "registry.np" + "mjs.org",
    "deb.deb" + "ian",
)
PARTS = ("default", "develop")
PLACES = ("/" + "opt/", "/" + "root/", "/" + "home/", "/" + "work/")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_place_on_a_machine() -> None:
    found = [
        (path.name, word)
        for path in tracked()
        for word in (*HOSTS, *PLACES)
        if word in path.read_text(encoding="utf-8")
    ]
    assert len(tracked()) > 100
    assert not found


def test_lock_files_have_hashes_and_no_source() -> None:
    for lock in (ROOT / "Pipfile.lock", ROOT / "tools" / "checkov" / "Pipfile.lock"):
        document = json.loads(lock.read_text(encoding="utf-8"))
        packages = {**document["default"], **document["develop"]}
        assert document["_meta"]["sources"] == []
        assert packages
        assert all(package["hashes"] and package["version"] for package in packages.values())


def test_what_runs_and_what_tests_need_is_locked_at_the_same_versions() -> None:
    document = json.loads((ROOT / "Pipfile.lock").read_text(encoding="utf-8"))
    shared = document["default"].keys() & document["develop"].keys()
    assert shared
    versions = {name: {document[part][name]["version"] for part in PARTS} for name in shared}
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
    used = re.findall(
        r"uses: (.+)", "".join(file.read_text(encoding="utf-8") for file in workflows)
    )
    assert used
    assert [
        line for line in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", line)
    ] == []


def test_the_makefile_holds_nothing_but_entry_points() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    recipes = [line for line in lines if line.startswith("\t")]
    targets = [line for line in lines if re.match(r"[a-z-]+:", line)]
    assert len(recipes) == len(targets)
    assert all(" ## " in target for target in targets)
