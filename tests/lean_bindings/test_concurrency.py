"""Several processes start at once."""

from pathlib import Path

from tests.lean_bindings.runs import environment, finish, run, start
from tests.lean_bindings.test_fallbacks import PROGRAM, warnings


def test_ten_processes_that_start_on_an_empty_cache_all_succeed(tmp_path: Path) -> None:
    processes = [start(PROGRAM, environment(tmp_path)) for _ in range(10)]
    runs = [finish(process) for process in processes]
    assert len({ran.output for ran in runs}) == 1
    assert all(ran.remarks[-1] == "lean" for ran in runs)
    assert not any(warnings(ran) for ran in runs)
    kinds = sorted(path.suffix for path in tmp_path.rglob("cdktf-*/*"))
    # One archive, one slice with its description, the lock, and nothing temporary.
    assert kinds == ["", ".json", ".tgz", ".zip"]


def test_a_process_that_cannot_lock_goes_ahead(tmp_path: Path) -> None:
    change = """
import fcntl
def fail(*_):
    raise OSError("no locks here")
fcntl.flock = fail
"""
    ran = run(change + PROGRAM, environment(tmp_path))
    assert ran.remarks[-1] == "lean"
    assert warnings(ran) == []
