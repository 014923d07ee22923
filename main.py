"""Synthesize cluster files to Terraform JSON.

Reads, validates, builds and writes, in this order: when any file is refused, nothing is written.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from modules.config import ClusterFileError, load_clusters, warnings_for

_CLUSTERS = Path("clusters")
_DONE, _REFUSED = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 after synthesis, 2 when a cluster file is refused."""
    files = _parse(arguments).files or sorted(_CLUSTERS.glob("*.y*ml"))
    if not files:
        print(f"{_CLUSTERS}/: no cluster file; copy one from examples/", file=sys.stderr)
        return _REFUSED
    try:
        clusters = load_clusters(files)
    except ClusterFileError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    for cluster in clusters:
        for warning in warnings_for(cluster):
            print(f"warning: {cluster.name}: {warning}", file=sys.stderr)

    if sys.stderr.isatty():
        print(
            f"synthesizing {', '.join(cluster.name for cluster in clusters)} ...", file=sys.stderr
        )
    # Late, because these take a second, which a wrong file need not wait for.
    import lean_bindings
    from stacks.javascript import use_packaged_javascript

    use_packaged_javascript(os.environ)
    lean_bindings.enable()
    from stacks.app import build_app

    app = build_app(clusters)
    app.synth()
    for cluster in clusters:
        print(Path(app.outdir, "stacks", cluster.name, "cdk.tf.json"))
    return _DONE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="main.py", description=__doc__)
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="cluster files to synthesize (default: every file in clusters/)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
