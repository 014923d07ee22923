"""Whether what exists in AWS is what a cluster file says."""

from cli.verification.check import Aws, Check
from cli.verification.verify import verify

__all__ = ["Aws", "Check", "verify"]
