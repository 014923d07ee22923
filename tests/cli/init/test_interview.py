"""The questions of trainyard init."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cli.init.answers import Answers, InitRefusedError
from cli.init.run import init
from modules.config import ClusterConfig, load_cluster

ADMIN = "arn:aws:iam::111122223333:role/PlatformAdmin"


class Person:
    """Somebody who answers in order, and takes the default by saying nothing."""

    def __init__(self, *answers: str) -> None:
        self.answers = [*answers]
        self.asked: list[str] = []
        self.heard: list[str] = []

    def ask(self, text: str, default: str) -> str:
        """Answer one question."""
        self.asked.append(text)
        return self.answers.pop(0) or default


def answer(folder: Path, person: Person, options: Answers | None = None) -> ClusterConfig:
    given = [] if options is None else [f for f in ("name", "region") if getattr(options, f)]
    file = init(
        folder / "made.yaml",
        options or Answers(),
        given=given,
        force=False,
        ask=person.ask,
        tell=person.heard.append,
    )
    assert person.answers == []
    return load_cluster(file)


def test_a_few_answers_make_a_file(tmp_path: Path) -> None:
    person = Person("lab", "us-east-2", "", ADMIN, "H200", "16", "", "")
    cluster = answer(tmp_path, person)
    assert person.heard == []
    assert (cluster.name, cluster.region) == ("lab", "us-east-2")
    assert cluster.access.admins == [ADMIN]
    assert cluster.node_groups["training"].scaling.max == 2
    assert len(person.asked) == 8


def test_saying_nothing_makes_the_demo_without_accelerators(tmp_path: Path) -> None:
    cluster = answer(tmp_path, Person(*[""] * 6))
    assert (cluster.name, cluster.region) == ("demo", "us-west-2")
    assert [*cluster.node_groups] == ["system"]


def test_what_options_say_is_not_asked(tmp_path: Path) -> None:
    person = Person("", "", "", "")
    assert answer(tmp_path, person, Answers(name="lab", region="us-east-2")).name == "lab"
    assert person.asked[0].startswith("AWS account")


def test_reserved_capacity_and_a_vpc_that_exists_are_asked_for_in_full(tmp_path: Path) -> None:
    subnets = "us-west-2a=subnet-0123456789abcdef0 us-west-2b=subnet-0123456789abcdef1"
    person = Person(
        *("lab", "", "", "", "p5.48xlarge", "", "capacity_block"),
        *("cr-0123456789abcdef0", "us-west-2b", "vpc-0123456789abcdef0", subnets),
    )
    cluster = answer(tmp_path, person)
    group = cluster.node_groups["training"]
    assert group.capacity.reservation_id == "cr-0123456789abcdef0"
    assert group.availability_zone == "us-west-2b"
    assert cluster.zones == ("us-west-2a", "us-west-2b")


@pytest.mark.parametrize(
    ("before", "wrong", "after", "heard"),
    [
        ([], "a b", ["lab", *[""] * 5], "--name: 'a b' is not a cluster name; use 1 to 100 "),
        (["lab"], "us-wst-2", [""] * 5, "--region: no region 'us-wst-2' in the catalog; did you "),
        (["lab", ""], "12", [""] * 4, "--account-id: '12' is not an AWS account id; write its "),
        (["lab", "", ""], "me", [""] * 3, "--admin: 'me' is not the ARN of an IAM role or user; "),
        (["lab", "", "", ""], "x", [""] * 2, "--accelerator: there is no 'x'; write one of "),
        (
            ["lab", "eu-south-1", "", ""],
            "H100",
            [""] * 2,
            "--accelerator: AWS offers p5.48xlarge, p5.4xlarge in none of eu-south-1's zones; give",
        ),
        (["lab", "", "", "", "L4"], "two", [""] * 3, "--count: 'two' is no number of "),
        (["lab", "", "", "", "L4"], "0", [""] * 3, "--count: '0' is no number of "),
        (["lab", "", "", "", "L4"], "9" * 30, [""] * 3, f"--count: '{'9' * 30}' is no number of "),
        (["lab", "", "", "", "L4", ""], "free", [""] * 2, "--capacity: there is no 'free'; write "),
        (
            ["lab", "", "", "", "L4", ""],
            "capacity_block",
            [""] * 2,
            "--capacity: AWS does not sell ",
        ),
        (
            ["lab", "", "", "", "H100", "", "reservation"],
            "cr",
            ["cr-0123456789abcdef0", "us-west-2a", ""],
            "--reservation-id: 'cr' is not the id of a capacity reservation or block; write one ",
        ),
        (
            ["lab", "", "", "", "H100", "", "reservation", "cr-0123456789abcdef0"],
            "us-west-2z",
            ["us-west-2a", ""],
            "--zone: the network has no zone 'us-west-2z'; write one of ",
        ),
        (["lab", "", "", "", ""], "old", ["private"], "--vpc-id: 'old' is not a VPC id; write one"),
        (
            ["lab", "", "", "", "", "vpc-0123456789abcdef0"],
            "subnet-0123456789abcdef0",
            ["us-west-2a=subnet-0123456789abcdef0 us-west-2b=subnet-0123456789abcdef1"],
            "--subnet: 'subnet-0123456789abcdef0' is not written as ZONE=ID; write one like ",
        ),
    ],
)
def test_a_wrong_answer_is_refused_at_once_and_asked_for_again(
    tmp_path: Path, before: Sequence[str], wrong: str, after: Sequence[str], heard: str
) -> None:
    person = Person(*before, wrong, *after)
    answer(tmp_path, person)
    assert len(person.heard) == 1
    assert person.heard[0].startswith(heard)
    assert person.asked[len(before)] == person.asked[len(before) + 1]


def test_nobody_is_asked_anything_where_options_are_wrong_already(tmp_path: Path) -> None:
    with pytest.raises(InitRefusedError, match=r"^--name: 'a b' is not a cluster name"):
        answer(tmp_path, Person(), Answers(name="a b"))


def test_a_name_whose_file_is_there_is_refused_before_the_next_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clusters").mkdir()
    Path("clusters/demo.yaml").touch()
    person = Person("demo", "lab", *[""] * 5)
    init(None, Answers(), given=(), force=False, ask=person.ask, tell=person.heard.append)
    assert person.heard == [
        "clusters/demo.yaml: is there already; name another file, or give --force to replace it"
    ]
    assert load_cluster(Path("clusters/lab.yaml")).name == "lab"
