"""Settings every test shares."""

import os
import signal

import pytest
from hypothesis import settings

import lean_bindings
from stacks.javascript import use_packaged_javascript

#: Files that look at one and the same deployment of all cluster files.
_ON_APPLIED = ("end_to_end/test_cluster_files.py", "end_to_end/test_truth.py")
_APPLIED = "applied"

# A shell that starts the tests in the background may have Ctrl-C ignored, and who ignores a signal
# hands that on to what it starts. Some tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# As main.py does, before cdktf is first imported.
use_packaged_javascript(os.environ)
lean_bindings.enable()

# A run says of one commit always the same. To look for more than these examples:
# pytest --hypothesis-profile=search
settings.register_profile("same", derandomize=True, database=None, max_examples=200)
settings.register_profile("search", max_examples=5000)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one worker, where there are several: they share fixtures."""
    for item in items:
        file = item.path.as_posix()
        shared = _APPLIED if file.endswith(_ON_APPLIED) else file
        item.add_marker(pytest.mark.xdist_group(shared))
