"""Edits of how an instance type is described that the catalog does not know."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import TRAINING

#: A type that the catalog does not know.
_NEW_TYPE = "p9.48xlarge"
_X100: Members = {
    "architecture": "x86_64",
    "vcpus": 64,
    "memory_gib": 1024,
    "accelerator": {"kind": "nvidia", "model": "X100", "count": 8},
    "network_cards": [{"count": 4, "interfaces": 4, "efa": True}],
    "ipv4_per_interface": 15,
    "instance_store": {"disks": 4, "disk_size_gb": 3800},
}
_IS = f"{TRAINING}.hardware"
_NEWER: Members = {f"{TRAINING}.instance_types": [_NEW_TYPE], _IS: _X100}
#: Edits of hardware that the file describes.
HARDWARE: list[Edit] = [
    *edits(
        [
            (f"{_IS}.vcpus", 64, 192),
            (f"{_IS}.memory_gib", 1024, 2048),
            (f"{_IS}.accelerator", LEFT_OUT, _X100["accelerator"]),
            (f"{_IS}.accelerator.kind", "nvidia", "neuron"),
            (f"{_IS}.accelerator.model", "X100", "X200"),
            (f"{_IS}.accelerator.count", 8, 4),
            (f"{_IS}.network_cards.0.count", 4, 8),
            (f"{_IS}.network_cards.0.interfaces", 4, 2),
            (f"{_IS}.network_cards.0.efa", True, False),
            (f"{_IS}.ipv4_per_interface", 15, 30),
            (f"{_IS}.instance_store", LEFT_OUT, _X100["instance_store"]),
            (f"{_IS}.instance_store.disks", 4, 8),
            (f"{_IS}.instance_store.disk_size_gb", 3800, 1900),
        ],
        given=_NEWER,
    ),
    Edit(
        at=f"{_IS}.network_cards",
        given=_NEWER,
        names=("EFA on all", "on the second alone"),
        before=_X100["network_cards"],
        after=[{"count": 1, "interfaces": 4}, {"count": 3, "interfaces": 4, "efa": True}],
    ),
    Edit(
        at=f"{_IS}.network_cards.1.ena",
        before=True,
        after=False,
        given={
            **_NEWER,
            f"{_IS}.network_cards": [
                {"count": 1, "interfaces": 4, "efa": True},
                {"count": 3, "interfaces": 4, "efa": True},
            ],
        },
    ),
    Edit(
        at=f"{_IS}.architecture",
        before="x86_64",
        after="arm64",
        given={**_NEWER, f"{_IS}.accelerator": LEFT_OUT},
    ),
    Edit(
        at=_IS,
        before=_X100,
        after={**_X100, "vcpus": 192, "memory_gib": 2048},
        given=_NEWER,
        names=("described", "described otherwise"),
    ),
]
