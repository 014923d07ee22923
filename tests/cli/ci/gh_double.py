"""Plays GitHub's command line, with a folder for GitHub: ``gh_double.py FOLDER ARGUMENT...``.

``github.json`` holds lists and objects by path, and what was sent; ``artifacts/RUN/NAME/`` holds
what can be downloaded.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

BOT = {"login": "github-actions[bot]"}


def api(folder: Path, include: str, path: str, *options: str) -> int:
    assert include == "--include"
    store = json.loads((folder / "github.json").read_text(encoding="utf-8"))
    if listed := re.fullmatch(r"repos/.+/actions/runs/(\d+)/artifacts\?name=(.+)", path):
        print("HTTP/2.0 200 OK", "", artifacts(folder, *listed.groups()), sep="\n")
        return 0
    code, head, body = answer(store, path, *options)
    print("\n".join([*head, "", body]))
    (folder / "github.json").write_text(json.dumps(store), encoding="utf-8")
    return code


def answer(store: dict[str, Any], path: str, *options: str) -> tuple[int, list[str], str]:
    answers, bare = store["answers"], path.partition("?")[0]
    if store["refusals"]:
        status, headers, body = store["refusals"].pop(0)
        print(f"gh: {body} (HTTP {status})", file=sys.stderr)
        return 1, [f"HTTP/2.0 {status}", *headers], json.dumps({"message": body})
    if "--method" in options:
        method, fields = options[options.index("--method") + 1], json.loads(sys.stdin.read())
        store["sent"].append([method, bare, fields])
        number = len(store["sent"]) + 1000
        if method == "POST":
            entry = {"id": number, "number": number, "user": BOT, "state": "open", **fields}
            answers.setdefault(bare, []).append(entry)
        else:
            change(answers, int(bare.rpartition("/")[2]), fields)
        return 0, ["HTTP/2.0 201 Created"], "{}"
    if path not in answers and bare not in answers:
        print(f"gh: Not Found (HTTP 404): {path}", file=sys.stderr)
        return 1, ["HTTP/2.0 404 Not Found"], "{}"
    store["asked"].append(path)
    return 0, *paged(answers.get(path, answers.get(bare)), path)


def paged(found: Any, path: str) -> tuple[list[str], str]:
    """Give a list of comments, issues or jobs in two pages, as GitHub does with more."""
    head = ["HTTP/2.0 200 OK", "Content-Type: application/json"]
    if isinstance(found, dict) and "jobs" in found:
        head, body = paged(found["jobs"], path)
        return head, json.dumps({"jobs": json.loads(body)})
    if "per_page=100" not in path or not isinstance(found, list):
        return head, json.dumps(found)
    if path.endswith("&page=2"):
        return head, json.dumps(found[1:])
    link = f'Link: <{path}&page=2>; rel="next", <{path}&page=2>; rel="last"'
    return [*head, link], json.dumps(found[:1])


def change(answers: dict[str, Any], number: int, fields: dict[str, Any]) -> None:
    for entries in answers.values():
        for entry in list(entries):
            if number in (entry.get("id"), entry.get("number")):
                entry.update(fields)
                if entry.get("state") == "closed":
                    entries.remove(entry)


def artifacts(folder: Path, run: str, name: str) -> str:
    """List the artifacts of a run that have a name; one has expired where a file says so."""
    found = sorted((folder / "artifacts" / run).glob(name))
    listed = [
        {"id": each.stat().st_ino, "name": name, "expired": (each / "expired").exists()}
        for each in found
    ]
    return json.dumps({"artifacts": listed})


def archive(folder: Path, number: str) -> bytes:
    """Give an artifact as GitHub does, zipped."""
    (found,) = (
        each
        for each in (folder / "artifacts").glob("*/*")
        if each.is_dir() and each.stat().st_ino == int(number)
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as files:
        for file in sorted(found.iterdir()):
            files.write(file, file.name)
    return written.getvalue()


if __name__ == "__main__":
    store_folder = Path(sys.argv[1])
    assert sys.argv[2] == "api"
    if zipped := re.fullmatch(r"repos/.+/actions/artifacts/(\d+)/zip", sys.argv[-1]):
        sys.stdout.buffer.write(archive(store_folder, zipped[1]))
        sys.exit()
    sys.exit(api(store_folder, *sys.argv[3:]))
