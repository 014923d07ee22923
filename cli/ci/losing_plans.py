"""Which of the plans that were reviewed lose something, as was kept beside them.

``python3 -m cli.ci.losing_plans`` writes the output ``losing`` of a step, with Python's standard
library alone: clusters as ``ci changed-clusters`` gives them, with what they lose.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.ci.plan_statement import LOSSES


def losing_plans(clusters: Sequence[Mapping[str, str]], stacks: Path) -> list[Mapping[str, str]]:
    """Give the clusters whose reviewed plan loses something, and what.

    Args:
        clusters: Clusters whose plans were taken.
        stacks: Folder with the stack of each, and what was kept beside its plan.

    Raises:
        OSError: If of one it was not kept what its plan loses.
    """
    losing: list[Mapping[str, str]] = []
    for each in clusters:
        kinds = json.loads((stacks / each["cluster"] / LOSSES).read_text(encoding="utf-8"))
        if kinds:
            losing.append({"cluster": each["cluster"], "loses": ", ".join(kinds)})
    return losing


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.losing_plans", description=__doc__)
    parser.add_argument("--clusters", required=True, help="JSON: clusters whose plans were taken")
    parser.add_argument("--stacks", type=Path, required=True, help="folder of the stacks")
    given = parser.parse_args(arguments)
    print(f"losing={json.dumps(losing_plans(json.loads(given.clusters), given.stacks))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
