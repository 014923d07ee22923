"""What may stand in a file that is no cluster file: every corner of YAML is read or refused."""

import os
import socket
from pathlib import Path

import pytest
import yaml

from modules.config import ClusterFileError, load_cluster
from modules.config.reading import composing
from tests.modules.config.files import refusals, text

RIGHT = "name: demo\nregion: us-west-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n"

NO_AGREEMENT = (
    "is a number on whose value YAML's readers do not agree; write its digits plainly, or put it "
    "in quotes if it is text"
)

NOT_YAML = [
    ("a: [\n", ":1: not YAML: a value is missing here, or a '[' or '{' before it is not closed"),
    ("a: {b: 1\n", ":1: not YAML: the { of this line is not closed, or a comma is missing"),
    ("b: 1\na: [1\n", ":2: not YAML: the [ of this line is not closed, or a comma is missing"),
    ('a: "x\n\n', ":1: not YAML: the quote of this line is not closed"),
    ("a: @b\n", ":1: not YAML: '@' cannot begin a value; put the value in quotes"),
    (
        "a: b: c\n",
        ":1: not YAML: a ': ' stands where no key can be; put text with a ': ' in quotes, or "
        "indent the line as its neighbours",
    ),
    (
        "- a\nb: c\n",
        ":2: not YAML: the line is neither an entry of the list above it nor indented below one",
    ),
    ("a: b\n c\nd\n", ":3: not YAML: the line before it lacks a ': ', or a quote is not closed"),
    (
        'a: "\\ud800"\n',
        ":1: not YAML: '\\' in double quotes begins an escape; write '\\\\', or use single quotes",
    ),
    (
        "a: *b\n",
        ":1: not YAML: *b stands for nothing above it in this file; mark what it is to stand for "
        "with &b, or put a '*' that is text in quotes",
    ),
    ("a: 1\n\t\n", ":2: not YAML: a tab stands where YAML wants spaces; indent with spaces"),
    ("a: !!int ''\n", ":1: the tag !!int is not read; write the value without it, text in quotes"),
    ("!!bool x\n", ":1: the tag !!bool is not read; write the value without it, text in quotes"),
    ("x", ": holds text where keys were expected; begin with name, region and node_groups"),
    (
        "---\n...\n",
        ": holds nothing where keys were expected; begin with name, region and node_groups",
    ),
    ("a: " + "[" * 496 + "]" * 496, ":1: is nested over 40 deep, which no cluster needs"),
    (
        "a: b\nc: \x00",
        ":2: holds U+0000 (a control character), which YAML does not take; remove it",
    ),
    ("a: \u2028", ":1: holds U+2028 LINE SEPARATOR, which YAML does not take; remove it"),
    (
        "a: b\r\nc: \ufeff",
        ":2: holds U+FEFF ZERO WIDTH NO-BREAK SPACE, which YAML does not take; remove it",
    ),
    ("#" * 1_000_001, ": has over 1000000 bytes, which no cluster needs"),
    (f"a: {'x' * 32_769}", ":1: a: has 32769 characters; 32768 are the most here"),
    (f"{'x' * 600}: y", ":1: a key has 600 characters; 512 are the most here"),
    ("~: x\n", ":1: a key is missing before a ':'; a key that is text goes in quotes"),
    ("a:\n  on: x\n", ':2: a: the key on means true to YAML; put it in quotes: "on"'),
    ("a:\n  1.5: x\n", ':2: a: the key 1.5 is a number to YAML; put it in quotes: "1.5"'),
    *(
        (f"a: {number}\n", f":1: a: {number} {NO_AGREEMENT}")
        for number in ("012345670123", "0x1F", "-0b11", "1_000", "12:30:45", "1_0.5", "0o17")
    ),
    ("a: [.nan]\n", ":1: a[0]: .nan is no number that can be kept; put it in quotes if it is text"),
    ("a: 1.0e+400\n", ":1: a: 1.0e+400 is a larger number than can be kept; put it in quotes"),
    (
        f"a: {2**53}\n",
        f":1: a: {2**53} is a larger number than all readers keep exactly; put it in quotes",
    ),
]


@pytest.mark.parametrize(("content", "expected"), NOT_YAML, ids=range(len(NOT_YAML)))
def test_what_cannot_be_read_is_said_with_its_line(
    tmp_path: Path, content: str, expected: str
) -> None:
    assert refusals(tmp_path, content) == [expected]


AS_WRITTEN = [
    ("account_id: 1234\n", "account_id: text is wanted here; put it in quotes (got 1234)"),
    (
        "kubernetes_version: 1.30\n",
        "kubernetes_version: text is wanted here; put it in quotes (got 1.30)",
    ),
    ("tags: {a: Yes}\n", "tags.a: text is wanted here; put it in quotes (got Yes)"),
    ("tags: {a: ~}\n", "tags.a: text is wanted here; put it in quotes (got nothing)"),
    (
        "control_plane: {log_retention_days: +8}\n",
        "control_plane.log_retention_days: +8 is not one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, "
        "180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ),
    (
        "format_version: one\n",
        "format_version: a whole number is wanted here (got 'one')",
    ),
    (
        'format_version: "1"\n',
        "format_version: a whole number is wanted here, without quotes (got '1')",
    ),
    (
        "n\u0430me: x\n",
        "n\u0430me: no such key; did you mean 'name'?; '\u0430' is U+0430 CYRILLIC SMALL LETTER A",
    ),
    (
        'iam: {path: "/a\u200b/"}\n',
        r"iam.path: '/a\u200b/' is not an IAM path; begin and end it with '/', with letters, "
        r"digits, '-', '_' and any of + = , . @ between, as in /training/; '\u200b' is U+200B ZERO "
        "WIDTH SPACE",
    ),
    (
        'account_id: "\u0661\u0661\u0661\u0661\u0662\u0662\u0662\u0662\u0663\u0663\u0663\u0663"\n',
        "account_id: '\u0661\u0661\u0661\u0661\u0662\u0662\u0662\u0662\u0663\u0663\u0663\u0663'"
        " is not an AWS account id; write its 12 digits in quotes; "
        "'\u0661' is U+0661 ARABIC-INDIC DIGIT ONE; '\u0662' is U+0662 ARABIC-INDIC DIGIT TWO; "
        "'\u0663' is U+0663 ARABIC-INDIC DIGIT THREE",
    ),
]


@pytest.mark.parametrize(("content", "expected"), AS_WRITTEN, ids=range(len(AS_WRITTEN)))
def test_a_refusal_shows_what_was_written_as_it_was_written(
    tmp_path: Path, content: str, expected: str
) -> None:
    assert refusals(tmp_path, RIGHT + content) == [f":4: {expected}"]


def test_a_key_of_a_switch_that_is_a_section_too_is_known(tmp_path: Path) -> None:
    content = RIGHT.replace("]", "], efa: {layuot: classic}").replace("m7i.large", "p5.48xlarge")
    assert refusals(tmp_path, content) == [
        ":3: node_groups.system.efa.layuot: no such key; did you mean 'layout'?"
    ]


WANTED = "a time with its zone is wanted here, as in 2027-01-31T11:30:00Z"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            "9999-12-31T23:59:59-01:00",
            "9999-12-31 23:59:59-01:00 is beyond the years that can be kept; write one that is "
            "near",
        ),
        ("1748736000", f"{WANTED} (got 1748736000)"),
        ("2027-01-31", f"{WANTED} (got '2027-01-31')"),
        ("2027-01-31T25:30:00Z", f"{WANTED} (got '2027-01-31T25:30:00Z')"),
        ("2027-01-31T11:30:00", f"{WANTED} (got '2027-01-31T11:30:00')"),
    ],
)
def test_a_time_is_read_with_its_zone_or_refused(tmp_path: Path, at: str, expected: str) -> None:
    capacity = {
        "type": "capacity_block",
        "reservation_id": "cr-0123456789abcdef0",
        "scheduled_start": {"at": "AT", "desired": 1},
    }
    group = {
        "instance_types": ["p5.48xlarge"],
        "availability_zone": "us-west-2a",
        "scaling": {"max": 2, "owner": "autoscaler"},
        "capacity": capacity,
    }
    groups = {"system": {"instance_types": ["m7i.large"]}, "h100": group}
    content = text(node_groups=groups).replace("at: AT", f"at: {at}")
    path = "node_groups.h100.capacity.scheduled_start.at"
    assert refusals(tmp_path, content) == [f":18: {path}: {expected}"]


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    lines = refusals(tmp_path, RIGHT + "".join(f"k{number}: 1\n" for number in range(15_000)))
    assert [line.partition(": ")[0] for line in lines[:50]] == [f":{line}" for line in range(4, 54)]
    assert lines[50:] == [": and 14950 more; put these right first"]
    twice = refusals(tmp_path, "".join("a: 1\n" for _ in range(5_000)))
    assert len(twice) == 51
    assert twice[50] == ": and 4949 more; put these right first"


def test_a_line_of_a_refusal_has_an_end(tmp_path: Path) -> None:
    (line,) = refusals(tmp_path, f"{RIGHT}account_id: {'x' * 30_000}\n")
    assert line.startswith(":4: account_id: 'xxx")
    assert line.endswith("xxx' is not an AWS account id; write its 12 digits in quotes")
    assert len(line) < 1_250


@pytest.mark.parametrize(
    ("extends", "expected"),
    [
        ("cluster.yaml", "this is the file itself; name another, or remove extends"),
        ("../{folder}/cluster.yaml", "this is the file itself; name another, or remove extends"),
        (
            '"a\\0b"',
            r"{path}/a\x00b cannot be read: no file has such a name; write a path from the folder "
            "of this file",
        ),
        (
            "a" * 256,
            "{path}/" + "a" * 256 + " cannot be read: File name too long; write a path from the "
            "folder of this file",
        ),
    ],
)
def test_a_shared_file_that_cannot_be_is_said(tmp_path: Path, extends: str, expected: str) -> None:
    content = f"{RIGHT}extends: {extends.format(folder=tmp_path.name)}\n"
    assert refusals(tmp_path, content) == [f":4: extends: {expected.format(path=tmp_path)}"]


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe, listening = tmp_path / "pipe", tmp_path / "socket"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(listening))
        for file in (pipe, Path("/dev/zero"), Path("/dev/null")):
            with pytest.raises(ClusterFileError) as refused:
                load_cluster(file)
            assert str(refused.value) == f"{file}: is no ordinary file; write it to one"
        with pytest.raises(ClusterFileError, match=r": cannot be read: No such device or address$"):
            load_cluster(listening)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: \xff\n", ":2: is not UTF-8 text; save it as UTF-8"),
        (b"\xff\xfea\x00", ": is UTF-16 text; save it as UTF-8"),
        (b"a: \xed\xa0\x80", ":1: is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_said(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_bytes(data)
    with pytest.raises(ClusterFileError) as refused:
        load_cluster(file)
    assert str(refused.value) == f"{file}{expected}"


@pytest.mark.parametrize("name", ["a\0b", "a" * 256, "\udcff"])
def test_a_name_that_no_file_has_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClusterFileError):
        load_cluster(tmp_path / name)


def test_a_byte_order_mark_windows_lines_and_anchors_are_read(tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    content = (
        RIGHT.replace("[m7i.large]", "&types [m7i.large]")
        + "tags: {a: 2027-01-31, b: &b x, c: *b}\n"
    )
    file.write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())
    assert load_cluster(file).tags == {"a": "2027-01-31", "b": "x", "c": "x"}


def test_both_parsers_of_yaml_refuse_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "_Loader", yaml.SafeLoader)
    for content, expected in NOT_YAML:
        said = refusals(tmp_path, content)
        assert said == [expected] or " not YAML: " in expected
