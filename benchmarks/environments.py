"""What is compared, installed apart from the project: cdktn in Python and cdktf in TypeScript."""

import shutil
import subprocess
import sys
from pathlib import Path

from lean_bindings.cache import cache_folder

#: Where it is installed, a gigabyte of it; may be removed at any time.
FOLDER = cache_folder() / "benchmarks"

CDKTN = ("cdktn==0.24.0", "cdktn-provider-aws==25.8.1")
TYPESCRIPT = ("cdktf@0.21.0", "@cdktf/provider-aws@21.22.1", "constructs@10.4.2")
PROGRAM = "training_cluster.mts"


def cdktn_python() -> Path:
    """Return the Python that has cdktn, installing it first if need be.

    Raises:
        subprocess.CalledProcessError: It cannot be installed.
    """
    folder = FOLDER / "cdktn"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *CDKTN], check=True)
        (folder / "complete").touch()
    return python


def typescript_folder() -> Path:
    """Return the folder that has cdktf for TypeScript and the program, installing it if need be.

    Raises:
        subprocess.CalledProcessError: It cannot be installed.
        FileNotFoundError: There is no npm.
    """
    folder = FOLDER / "typescript"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "complete").exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
        subprocess.run([*command, *TYPESCRIPT], check=True)
        (folder / "complete").touch()
    shutil.copy(Path(__file__).parent / PROGRAM, folder)
    return folder
