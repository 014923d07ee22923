"""Files that trainyard init writes, and answers that it refuses."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.init.answers import Answers, InitRefusedError
from cli.init.choices import choose, models
from cli.init.run import init
from cli.init.text import quoted
from modules.catalog.offerings import offered_zones, regions_offering, zones_seen
from modules.catalog.regions import regions
from modules.config import ClusterConfig, load_cluster
from tests.cluster_files import ROOT

WIDEST = 100
ADMIN = "arn:aws:iam::111122223333:role/team/PlatformAdmin"
RESERVATION = "cr-0123456789abcdef0"
VPC = "vpc-0123456789abcdef0"
PLAIN = Answers(name="demo", region="us-west-2")


def make(file: Path, answers: Answers, *, force: bool = False) -> Path:
    return init(file, answers, given=(), force=force, ask=None, tell=pytest.fail)


def made(folder: Path, answers: Answers) -> ClusterConfig:
    """Make a file, hold it against all that is true of every file, and read it."""
    file = make(folder / "made.yaml", answers)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= WIDEST
    assert sum("#" in line for line in lines) >= 10
    return load_cluster(file)


def refusal(folder: Path, answers: Answers) -> str:
    with pytest.raises(InitRefusedError) as caught:
        make(folder / "made.yaml", answers)
    assert list(folder.iterdir()) == []
    return str(caught.value)


#: Those of which it is known what is offered there.
KNOWN_REGIONS = [region for region in sorted(regions()) if zones_seen(region)]
HARDWARE = ["none", "L4", "H100", "A100", "p4d.24xlarge", "hpc7a.96xlarge"]
CAPACITY = ["on_demand", "spot", "reservation", "capacity_block"]
NETWORKS = ["new", "private", "existing"]
#: What AWS does not sell so, or a first file has no use for.
NOT_SOLD = {
    *itertools.product(["none"], CAPACITY[1:]),
    *itertools.product(["L4", "hpc7a.96xlarge"], ["capacity_block"]),
    ("hpc7a.96xlarge", "spot"),
}


def answers_for(hardware: str, capacity: str, network: str, *, whole: bool) -> Answers:
    region = "us-east-2"
    is_reserved = capacity in {"reservation", "capacity_block"}
    return Answers(
        name="demo",
        region=region,
        account_id="011122223333" if whole else None,
        admins=(ADMIN, ADMIN.replace("role", "user")) if whole else (),
        accelerator=hardware,
        count=32 if whole and hardware != "none" else None,
        capacity=capacity,
        reservation_id=RESERVATION if is_reserved else None,
        zone=f"{region}b" if is_reserved else None,
        private=network == "private",
        vpc_id=VPC if network == "existing" else None,
        subnets=[(f"{region}{z}", f"subnet-0123456789abcde{z}1") for z in "abc"]
        if network == "existing"
        else (),
    )


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    ("hardware", "capacity"),
    [pair for pair in itertools.product(HARDWARE, CAPACITY) if pair not in NOT_SOLD],
)
def test_every_combination_makes_a_file_that_is_accepted(
    tmp_path: Path, hardware: str, capacity: str, network: str, *, whole: bool
) -> None:
    answers = answers_for(hardware, capacity, network, whole=whole)
    cluster = made(tmp_path, answers)
    assert cluster.account_id == answers.account_id
    assert cluster.access.admins == list(answers.admins)
    assert cluster.network.private == answers.private
    assert (cluster.network.existing is not None) == (answers.vpc_id is not None)
    training = cluster.node_groups.get("training")
    assert (training is None) == (hardware == "none")
    if training is None:
        return
    assert training.capacity.type == capacity
    assert training.capacity.reservation_id == answers.reservation_id
    each = max(1, training.hardware_facts[0].accelerator_count)
    assert training.scaling.max == -(-(answers.count or each) // each)
    # Nodes of a block cannot start before it does; the others are wanted.
    assert training.scaling.desired == (0 if capacity == "capacity_block" else training.scaling.max)


@pytest.mark.parametrize("capacity", ["reservation", "capacity_block"])
@pytest.mark.parametrize("lacking", ["reservation_id", "zone"])
def test_reserved_capacity_is_named_with_its_zone(
    tmp_path: Path, capacity: str, lacking: str
) -> None:
    answers = answers_for("H100", capacity, "new", whole=False)
    option = lacking.replace("_", "-")
    without = replace(
        answers,
        reservation_id=None if lacking == "reservation_id" else RESERVATION,
        zone=None if lacking == "zone" else answers.zone,
    )
    assert refusal(tmp_path, without) == (
        f"--{option}: is missing, and --capacity is {capacity}; aws ec2 "
        "describe-capacity-reservations tells it"
    )


@pytest.mark.parametrize("model", models())
def test_every_accelerator_goes_where_it_is_offered(tmp_path: Path, model: str) -> None:
    found = {}
    for region in KNOWN_REGIONS:
        answers = Answers(name="x", region=region, accelerator=model)
        try:
            found[region] = choose(answers).training
        except InitRefusedError:
            continue
    if model == "GB200":
        # It is sold in blocks of UltraServers alone, in a Local Zone.
        assert found == {}
        return
    assert found
    for region, training in found.items():
        assert training is not None
        assert region in regions_offering(training.facts.name)
        if training.zone is not None:
            assert training.zone in (offered_zones(training.facts.name, region) or ())
    made(tmp_path, Answers(name="x", region=min(found), accelerator=model))


@pytest.mark.parametrize("region", sorted(regions()))
def test_every_region_has_a_first_file(tmp_path: Path, region: str) -> None:
    cluster = made(tmp_path, Answers(name="x", region=region))
    (system,) = cluster.node_groups.values()
    offered = offered_zones(system.instance_types[0], region)
    assert len(cluster.zones) >= 2
    assert (offered is None) == (region not in KNOWN_REGIONS)
    assert offered is None or set(cluster.zones) <= set(offered)


@pytest.mark.parametrize(
    ("accelerator", "count", "chosen"),
    [
        ("H100", 1, ("p5.4xlarge", 1)),
        ("h100", 16, ("p5.48xlarge", 2)),
        ("H100", 20, ("p5.48xlarge", 3)),
        ("L4", 1, ("g6.xlarge", 1)),
        ("L4", 3, ("g6.12xlarge", 1)),
        ("L4", None, ("g6.48xlarge", 1)),
        ("A100", 8, ("p4d.24xlarge", 1)),
        ("p5.48xlarge", 12, ("p5.48xlarge", 2)),
    ],
)
def test_the_type_is_one_with_enough_accelerators_on_few_nodes(
    accelerator: str, count: int | None, chosen: tuple[str, int]
) -> None:
    training = choose(replace(PLAIN, accelerator=accelerator, count=count)).training
    assert training is not None
    assert (training.facts.name, training.nodes) == chosen


def test_zones_are_those_that_have_the_type() -> None:
    offered = offered_zones("p5.48xlarge", "us-east-1")
    assert offered
    choices = choose(Answers(name="x", region="us-east-1", accelerator="p5.48xlarge"))
    assert choices.training is not None
    assert choices.training.zone in offered
    assert len(choices.zones) == 3


@pytest.mark.parametrize("name", ["on", "no", "null", "123", "1e3", "0x1F", "y", "2026-11-25"])
def test_a_name_is_that_name_whatever_yaml_would_read(tmp_path: Path, name: str) -> None:
    assert made(tmp_path, replace(PLAIN, name=name)).name == name


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"))))
def test_text_is_literal(text: str) -> None:
    assert yaml.safe_load(f"[{quoted(text)}] # comment") == [text]
    assert yaml.safe_load(f"{quoted(text)}: {quoted(text)} # comment") == {text: text}


REFUSALS: list[tuple[Answers, str]] = [
    (
        Answers(),
        "--name: is missing; give --name, or run it on a terminal to be asked\n"
        "--region: is missing; give --region, or run it on a terminal to be asked",
    ),
    (
        replace(PLAIN, name="a b"),
        "--name: 'a b' is not a cluster name; use 1 to 100 letters, digits, '-' and '_', "
        "beginning with a letter or a digit",
    ),
    (
        replace(PLAIN, name="x\ny: z"),
        "--name: 'x\\ny: z' is not a cluster name; use 1 to 100 letters, digits, '-' and '_', "
        "beginning with a letter or a digit",
    ),
    (
        replace(PLAIN, region="us-wst-2"),
        "--region: no region 'us-wst-2' in the catalog; did you mean 'us-west-2'? for one newer "
        "than the catalog add unlisted_region: {zones: [...]}",
    ),
    (
        replace(PLAIN, account_id="123"),
        "--account-id: '123' is not an AWS account id; write its 12 digits in quotes",
    ),
    (
        replace(PLAIN, admins=("me",)),
        "--admin: 'me' is not the ARN of an IAM role or user; write one like "
        "arn:aws:iam::111122223333:role/PlatformAdmin",
    ),
    (
        replace(PLAIN, accelerator="abacus"),
        "--accelerator: there is no 'abacus'; write one of "
        + ", ".join(models())
        + ", an instance "
        "type such as p5.48xlarge, or none",
    ),
    (
        replace(PLAIN, accelerator="Trainum2"),
        "--accelerator: there is no 'Trainum2'; did you mean 'Trainium2'? write one of "
        + ", ".join(models())
        + ", an instance type such as p5.48xlarge, or none",
    ),
    (
        replace(PLAIN, accelerator="p5.48xlage"),
        "--accelerator: no instance type 'p5.48xlage' in the catalog; did you mean 'p5.48xlarge'?",
    ),
    (
        replace(PLAIN, count=2, zone="us-west-2a"),
        "--count: goes with --accelerator alone; remove it, or say which\n"
        "--zone: goes with --accelerator alone; remove it, or say which",
    ),
    (
        replace(PLAIN, accelerator="H100", reservation_id=RESERVATION),
        "--reservation-id: goes with --capacity reservation or --capacity capacity_block",
    ),
    (
        replace(PLAIN, accelerator="L4", capacity="capacity_block", reservation_id="x", zone="y"),
        "--capacity: AWS does not sell ",
    ),
    (replace(PLAIN, subnets=[("us-west-2a", "subnet-1")]), "--subnet: goes with --vpc-id"),
    (
        replace(PLAIN, vpc_id=VPC),
        "--subnet: is missing; name a private subnet of two zones or more, each ZONE=ID",
    ),
    (
        replace(PLAIN, vpc_id=VPC, private=True, subnets=[("us-west-2a", "subnet-1")]),
        "--private: goes with a VPC that is built, and --vpc-id names one that exists; remove one",
    ),
    (
        replace(PLAIN, name="\udcff"),
        "an answer holds bytes that are no UTF-8; write letters and digits",
    ),
]


@pytest.mark.parametrize(("answers", "message"), REFUSALS, ids=lambda each: str(each)[:60])
def test_answers_that_will_not_do_are_refused(
    tmp_path: Path, answers: Answers, message: str
) -> None:
    found = refusal(tmp_path, answers)
    if message.endswith(" "):
        assert found.startswith(message)
    else:
        assert found == message


def test_what_the_rules_say_of_the_rest_names_the_option(tmp_path: Path) -> None:
    answers = replace(PLAIN, accelerator="H100", zone="us-west-2z")
    assert re.match(r"--zone: the network has no zone 'us-west-2z'", refusal(tmp_path, answers))
    many = replace(PLAIN, accelerator="p5.48xlarge", count=100_000)
    assert refusal(tmp_path, many).startswith("--count: ")
    assert refusal(tmp_path, replace(PLAIN, region="xx-new-1")).startswith("--region: no region ")


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine\n", encoding="utf-8")
    with pytest.raises(InitRefusedError) as caught:
        make(file, PLAIN)
    assert str(caught.value) == (
        f"{file}: is there already; name another file, or give --force to replace it"
    )
    assert file.read_text(encoding="utf-8") == "mine\n"
    make(file, PLAIN, force=True)
    assert load_cluster(file).name == "demo"


def test_editors_are_told_of_the_schema_where_the_checkout_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.init.run.CHECKOUT", tmp_path)
    monkeypatch.setattr("cli.init.run._SCHEMA", tmp_path / "schema" / "cluster.schema.json")
    inside = make(tmp_path / "clusters" / "a.yaml", PLAIN).read_text(encoding="utf-8")
    assert inside.startswith(
        "# yaml-language-server: $schema=../schema/cluster.schema.json\n# Every key"
    )
    monkeypatch.setattr("cli.init.run.CHECKOUT", ROOT)
    outside = make(tmp_path / "clusters" / "b.yaml", PLAIN).read_text(encoding="utf-8")
    assert outside.startswith("# Every key")
