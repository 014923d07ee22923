"""Checks of our own for checkov, for anyone's Terraform.

Use them with ``checkov --external-checks-dir policies``; checkov imports every module named here.
"""

from pathlib import Path

__all__ = sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))  # noqa: PLE0605
