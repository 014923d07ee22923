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


def test_the_makefile_holds_nothing_but_entry_points() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    recipes = [line for line in lines if line.startswith("\t")]
    targets = [line for line in lines if re.match(r"[a-z-]+:", line)]
    assert len(recipes) == len(targets)
    assert all(" ## " in target for target in targets)
