"""Pictures as Mermaid, which GitHub and others lay out and draw themselves."""

import re
from collections.abc import Iterator, Sequence

from cli.diagram.stack import Drawn, Group, Subnet

_PLAIN = re.compile(r"[A-Za-z0-9 ,./:()-]")


def mermaid(drawn: Drawn) -> str:
    """Write a picture as a Mermaid flow chart."""
    lines = [
        "flowchart TB",
        f"  subgraph region[{_label([drawn.name, f'AWS region {drawn.region}'])}]",
        f"    control[{_label(['EKS control plane', drawn.control_plane])}]",
        f"    subgraph vpc[{_label([drawn.vpc])}]",
        *(f"      {line}" for line in _inside(drawn)),
        "    end",
        "  end",
    ]
    return "\n".join(lines) + "\n"


def _inside(drawn: Drawn) -> Iterator[str]:
    if drawn.internet_gateway:
        yield f"gateway[{_label(['Internet gateway'])}]"
    for kind, subnets in (("public", drawn.public), ("private", drawn.private)):
        for subnet in subnets:
            yield _subnet(drawn, kind, subnet)
    yield from _ways_out(drawn)
    yield from _groups(drawn)
    if drawn.endpoints:
        yield f"endpoints[{_label(['VPC endpoints', ', '.join(drawn.endpoints)])}]"


def _ways_out(drawn: Drawn) -> Iterator[str]:
    if drawn.internet_gateway:
        for subnet in drawn.public:
            yield f"public{drawn.zones.index(subnet.zone)} --> gateway"
    for subnet in drawn.private:
        if subnet.way_out:
            way_out = drawn.zones.index(subnet.way_out)
            yield f"private{drawn.zones.index(subnet.zone)} --> public{way_out}"


def _subnet(drawn: Drawn, kind: str, subnet: Subnet) -> str:
    text = [subnet.zone, f"{kind} subnet {subnet.what}", *(["NAT gateway"] if subnet.nat else [])]
    return f"{kind}{drawn.zones.index(subnet.zone)}[{_label(text)}]"


def _groups(drawn: Drawn) -> Iterator[str]:
    """Put groups that run in the same zones together: few lines, however many groups."""
    together: dict[tuple[str, ...], list[tuple[int, Group]]] = {}
    for number, group in enumerate(drawn.groups):
        together.setdefault(tuple(group.zones), []).append((number, group))
    subnets = {subnet.zone for subnet in drawn.private}
    for place, (zones, groups) in enumerate(together.items()):
        yield f"subgraph nodes{place}[{_label(['nodes in ' + ', '.join(zones)])}]"
        for number, group in groups:
            yield f"  group{number}[{_label([group.name, *group.lines])}]"
        yield "end"
        for zone in zones:
            if zone in subnets:
                yield f"private{drawn.zones.index(zone)} --- nodes{place}"


def _label(lines: Sequence[str]) -> str:
    """Write text that Mermaid takes for nothing else: what could be is written by its number."""
    texts = ("".join(map(_literal, line)) for line in lines)
    return f'"{"<br>".join(texts)}"'


def _literal(character: str) -> str:
    return character if _PLAIN.fullmatch(character) else f"#{ord(character)};"
