"""Plays GitHub's command line, with a folder for GitHub: ``gh_double.py FOLDER ARGUMENT...``.

``github.json`` holds lists and objects by path, and what was sent; ``artifacts/RUN/NAME/`` holds
what can be downloaded.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

BOT = {"login": "github-actions[bot]"}


def api(folder: Path, path: str, *options: str) -> int:
    store = json.loads((folder / "github.json").read_text(encoding="utf-8"))
    answers, bare = store["answers"], path.partition("?")[0]
    if "--method" not in options:
        if bare not in answers:
            print(f"gh: Not Found (HTTP 404): {path}", file=sys.stderr)
            return 1
        store["asked"].append(path)
        answer = answers[bare]
        # In two pages, as GitHub does with more.
        print(json.dumps([answer[:1], answer[1:]] if "--slurp" in options else answer))
    else:
        method, fields = options[options.index("--method") + 1], json.loads(sys.stdin.read())
        store["sent"].append([method, bare, fields])
        number = len(store["sent"]) + 1000
        if method == "POST":
            entry = {"id": number, "number": number, "user": BOT, "state": "open", **fields}
            answers.setdefault(bare, []).append(entry)
        else:
            change(answers, int(bare.rpartition("/")[2]), fields)
    (folder / "github.json").write_text(json.dumps(store), encoding="utf-8")
    return 0


def change(answers: dict[str, Any], number: int, fields: dict[str, Any]) -> None:
    for entries in answers.values():
        for entry in list(entries):
            if number in (entry.get("id"), entry.get("number")):
                entry.update(fields)
                if entry.get("state") == "closed":
                    entries.remove(entry)


def download(folder: Path, run: str, *options: str) -> int:
    artifact = folder / "artifacts" / run / options[options.index("--name") + 1]
    if not artifact.is_dir():
        print("no artifact matches any of the names or patterns provided", file=sys.stderr)
        return 1
    shutil.copytree(artifact, options[options.index("--dir") + 1], dirs_exist_ok=True)
    return 0


if __name__ == "__main__":
    store_folder = Path(sys.argv[1])
    if sys.argv[2] == "api":
        sys.exit(api(store_folder, *sys.argv[3:]))
    assert sys.argv[2:4] == ["run", "download"]
    sys.exit(download(store_folder, *sys.argv[4:]))
