"""Pictures show the network and the node groups, as they are synthesized."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageColor
from typer.testing import CliRunner

from cli.__main__ import app
from cli.diagram.cells import rows_of
from cli.diagram.colours import DARK, LIGHT
from cli.diagram.layout import Box, laid_out
from cli.diagram.mermaid import mermaid
from cli.diagram.png import png
from cli.diagram.run import NoPlaceForPictureError, draw_clusters, pictures_of
from cli.diagram.stack import Drawn, Group, Subnet
from cli.diagram.svg import svg
from cli.diagram.text import width_of
from tests.cluster_files import ROOT

DEMO = ROOT / "clusters" / "demo.yaml"
PRIVATE = ROOT / "examples" / "private.yaml"
EXISTING = ROOT / "examples" / "existing-vpc.yaml"
ZONES = ("us-west-2a", "us-west-2b", "us-west-2c")


@pytest.fixture(scope="module")
def pictures() -> Mapping[str, str]:
    """Draw three networks, synthesized once."""
    drawn = pictures_of([DEMO, PRIVATE, EXISTING], "svg")
    return {name: picture.decode() for name, picture in drawn.items()}


def drawn(groups: Sequence[Group], *, nats: Sequence[str] = ("us-west-2a",)) -> Drawn:
    """Describe a cluster in three zones, with NAT gateways in some."""
    return Drawn(
        name="many",
        region="us-west-2",
        control_plane="Kubernetes 1.35, private endpoint",
        vpc="VPC 10.0.0.0/16",
        zones=ZONES,
        public=[Subnet(zone, f"10.0.{n}.0/24", nat=zone in nats) for n, zone in enumerate(ZONES)],
        private=[
            Subnet(zone, f"10.0.{64 * n}.0/18", way_out=zone if zone in nats else nats[0])
            for n, zone in enumerate(ZONES)
        ],
        internet_gateway=True,
        endpoints=["s3"],
        groups=groups,
    )


def ten_groups() -> Sequence[Group]:
    """Give ten groups: in all zones, in one, and in two that are not beside each other."""
    where = [ZONES, ZONES[:1], ZONES[1:2], ZONES[2:], ZONES[::2]]
    return [
        Group(f"group-{n}", ["p5.48xlarge", "16 nodes (0 to 16), capacity block"], where[n % 5])
        for n in range(10)
    ]


def texts(picture: str) -> list[str]:
    """Give all lines of text of an SVG."""
    # Our own, and not from anyone else.
    tree = ElementTree.fromstring(picture)  # noqa: S314
    return [element.text for element in tree.iter() if element.text]


def test_the_demo_shows_subnets_nat_and_node_groups(pictures: Mapping[str, str]) -> None:
    shown = texts(pictures["demo"])
    wanted = [
        "demo",
        "AWS region us-west-2",
        "Kubernetes 1.35, private endpoint",
        "VPC 10.100.0.0/16",
        "Internet gateway",
        "public subnet 10.100.248.0/24",
        "private subnet 10.100.128.0/18",
        "g6.8xlarge",
        "2 nodes (1 to 3), on demand",
        "on each: 1 nvidia.com/gpu",
    ]
    assert [line for line in wanted if line not in shown] == []
    assert shown.count("NAT gateway") == 1


def test_a_private_cluster_shows_endpoints_and_no_way_out(pictures: Mapping[str, str]) -> None:
    shown = texts(pictures["private"])
    assert "ec2, ec2messages, ecr.api, ecr.dkr, eks-auth, fsx, logs, s3, ssm, ssmmessages" in shown
    assert not {"NAT gateway", "Internet gateway"} & {*shown}
    assert "<polyline" not in pictures["private"]


def test_a_vpc_that_exists_is_shown_by_its_ids(pictures: Mapping[str, str]) -> None:
    shown = texts(pictures["guest"])
    assert "VPC vpc-0a1b2c3d4e5f60718, which exists" in shown
    assert "private subnet subnet-0a1b2c3d4e5f60713" in shown
    assert "public subnet subnet-0a1b2c3d4e5f60722" in shown


def test_the_picture_in_the_readme_is_current(pictures: Mapping[str, str]) -> None:
    file = ROOT / "docs" / "demo.svg"
    assert file.read_text(encoding="utf-8") == pictures["demo"], (
        "run: trainyard diagram clusters/demo.yaml --output docs/demo.svg"
    )
    assert "(docs/demo.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_pictures_are_the_same_each_time(pictures: Mapping[str, str]) -> None:
    assert pictures_of([DEMO], "svg")["demo"].decode() == pictures["demo"]


def test_pictures_have_colours_for_dark_pages_as_well() -> None:
    picture = svg(laid_out(rows_of(drawn(ten_groups()))))
    light, dark = picture.split("@media (prefers-color-scheme: dark)")
    rules = [set(re.findall(r"^(\.\w+) {", part, re.MULTILINE)) for part in (light, dark)]
    used = {f".{name}" for name in re.findall(r'class="(\w+)"', picture)}
    assert rules[0] == rules[1] >= used


def test_a_png_has_the_same_boxes_in_the_colours_asked_for() -> None:
    drawing = laid_out(rows_of(drawn(ten_groups())))
    for dark, page in ((False, LIGHT), (True, DARK)):
        written = png(drawing, dark=dark)
        assert png(drawing, dark=dark) == written
        image = Image.open(BytesIO(written)).convert("RGB")
        assert image.size == (2 * drawing.width, 2 * drawing.height)
        assert image.getpixel((0, 0)) == ImageColor.getrgb(page.background)
        for box in drawing.boxes:
            corner = (2 * (box.left + 6), 2 * (box.top + 4))
            fill = page.kinds[box.cell.kind].fill
            assert image.getpixel(corner) == ImageColor.getrgb(fill), box


def test_dark_pages_are_for_png_alone() -> None:
    with pytest.raises(NoPlaceForPictureError) as refused:
        draw_clusters([DEMO], "svg", None, dark=True)
    assert str(refused.value) == (
        "--dark is for --format png alone; svg follows the page it stands on"
    )


def inside(box: Box, other: Box) -> bool:
    """Say whether a box lies in another one."""
    return (
        other.left < box.left
        and other.top < box.top
        and box.left + box.width < other.left + other.width
        and box.top + box.height < other.top + other.height
    )


def apart(box: Box, other: Box) -> bool:
    """Say whether boxes do not touch."""
    return (
        box.left + box.width < other.left
        or other.left + other.width < box.left
        or box.top + box.height < other.top
        or other.top + other.height < box.top
    )


@pytest.mark.parametrize("nats", [ZONES, ZONES[1:2]])
def test_nothing_of_ten_groups_covers_anything_else(nats: Sequence[str]) -> None:
    boxes = laid_out(rows_of(drawn(ten_groups(), nats=nats))).boxes
    bars = [box for box in boxes if box.cell.kind == "group"]
    assert {box.cell.lines[0] for box in bars} == {f"group-{n}" for n in range(10)}
    # Those in two zones that are not beside each other are drawn twice.
    assert len(bars) == 12
    for place, box in enumerate(boxes):
        for other in boxes[:place]:
            spans = box.cell.kind == "group" and other.cell.kind == "private"
            assert apart(box, other) or inside(box, other) or spans, (box, other)


def test_lines_end_after_commas() -> None:
    devices = (
        "on each: 16 aws.amazon.com/neuron, 32 aws.amazon.com/neuroncore, 8 vpc.amazonaws.com/efa"
    )
    shown = texts(svg(laid_out(rows_of(drawn([Group("trn", [devices], ZONES)])))))
    place = shown.index("on each: 16 aws.amazon.com/neuron,")
    assert shown[place + 1 : place + 3] == [
        "32 aws.amazon.com/neuroncore,",
        "8 vpc.amazonaws.com/efa",
    ]


def test_text_has_room_in_its_box() -> None:
    for box in laid_out(rows_of(drawn(ten_groups()))).boxes:
        for place, line in enumerate(box.cell.lines):
            assert width_of(line, place) < box.width, line


def test_node_groups_stand_on_the_subnets_they_run_in() -> None:
    boxes = laid_out(rows_of(drawn(ten_groups()))).boxes
    subnets = {box.cell.lines[0]: box for box in boxes if box.cell.kind == "private"}
    for group in ten_groups():
        bars = [box for box in boxes if box.cell.lines[0] == group.name]
        on = {
            zone
            for zone, subnet in subnets.items()
            if any(bar.left < subnet.middle < bar.left + bar.width for bar in bars)
        }
        assert on == set(group.zones), group


def test_arrows_lead_from_each_subnet_to_its_way_out() -> None:
    drawing = laid_out(rows_of(drawn([], nats=ZONES[1:2])))
    (nat,) = [box for box in drawing.boxes if box.cell.kind == "nat"]
    (gateway,) = [box for box in drawing.boxes if box.cell.kind == "gateway"]
    ends = [arrow[-1] for arrow in drawing.arrows]
    assert ends[3:] == [(nat.middle, nat.top + nat.height)] * 3
    assert {down for _, down in ends[:3]} == {gateway.top + gateway.height}


def test_text_is_literal() -> None:
    group = Group('"]; end %% <b>&#1;', ["`$x`"], ZONES)
    assert '"]; end %% <b>&#1;' in texts(svg(laid_out(rows_of(drawn([group])))))
    (line,) = [line for line in mermaid(drawn([group])).splitlines() if "group0" in line]
    assert line == (
        '        group0["#34;#93;#59; end #37;#37; #60;b#62;#38;#35;1#59;<br>#96;#36;x#96;"]'
    )


def test_mermaid_joins_groups_that_run_in_the_same_zones() -> None:
    lines = [line.strip() for line in mermaid(drawn(ten_groups())).splitlines()]
    assert lines[0] == "flowchart TB"
    assert lines.count("end") == sum(line.startswith("subgraph ") for line in lines) == 7
    assert sum(" --- " in line for line in lines) == 3 + 1 + 1 + 1 + 2
    assert "private2 --> public0" in lines


def test_pictures_go_to_a_file_a_folder_or_standard_output(tmp_path: Path) -> None:
    run = CliRunner().invoke
    printed = run(app, ["diagram", str(DEMO), "--format", "mermaid"])
    assert printed.exit_code == 0
    assert printed.stdout.startswith("flowchart TB\n")
    file = tmp_path / "new" / "picture.mmd"
    run(app, ["diagram", str(DEMO), "--format", "mermaid", "--output", str(file)])
    assert file.read_text(encoding="utf-8") == printed.stdout
    folder = tmp_path / "pictures"
    run(app, ["diagram", str(DEMO), str(PRIVATE), "--format", "mermaid", "--output", str(folder)])
    assert sorted(path.name for path in folder.iterdir()) == ["demo.mmd", "private.mmd"]
    assert (folder / "demo.mmd").read_text(encoding="utf-8") == printed.stdout


def test_several_pictures_without_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPlaceForPictureError) as refused:
        draw_clusters([DEMO, PRIVATE], "svg", None)
    assert str(refused.value) == "2 pictures need a folder; give --output FOLDER"
    file = tmp_path / "picture.svg"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(NoPlaceForPictureError) as refused:
        draw_clusters([DEMO, PRIVATE], "svg", file)
    assert str(refused.value) == f"{file}: is no folder, and 2 pictures need one"
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_wrong_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: wrong name\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["diagram", str(wrong), "--output", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert f"{wrong}:1: name: " in result.stderr
    assert not (tmp_path / "out").exists()
