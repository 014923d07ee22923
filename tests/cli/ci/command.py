"""Commands of ``trainyard ci``, run in this process."""

from typer.testing import CliRunner

from cli.__main__ import app


def ci(*arguments: str) -> tuple[int, str, str]:
    """Run a command, and give its exit code and what it wrote to stdout and stderr."""
    result = CliRunner().invoke(app, ["ci", *arguments])
    return result.exit_code, result.stdout, result.stderr
