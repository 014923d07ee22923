"""Handing a manifest to kubectl."""

import shutil
import subprocess


class KubectlError(Exception):
    """There is no kubectl, or it said no."""


def apply(manifest: str, *, context: str) -> None:
    """Apply a manifest with kubectl, which tells what it did.

    Args:
        manifest: The objects, as YAML.
        context: The context to use, whatever is the current one.

    Raises:
        KubectlError: If there is no kubectl, or it said no.
    """
    program = shutil.which("kubectl")
    if program is None:
        raise KubectlError("no kubectl on the PATH; install it, or leave --apply out")
    arguments = [program, "--context", context, "apply", "--filename", "-"]
    done = subprocess.run(arguments, input=manifest, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise KubectlError(
            f"kubectl --context {context} apply ended with {done.returncode}; what it said is above"
        )
