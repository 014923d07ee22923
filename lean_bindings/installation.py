"""The places in Python and jsii where lean bindings take part."""

import atexit
import sys
from collections.abc import MutableSequence
from importlib import import_module
from typing import Any

import jsii
from jsii import _reference_map

from lean_bindings.kernel import LeanKernel
from lean_bindings.node_process import LeanNodeProcess, note_remarks
from lean_bindings.provider_packages import GeneratedCodeFinder
from lean_bindings.type_checks import FastChecks
from lean_bindings.wire import CachedSignatures, RequestWriter

# Releases of jsii this was tried with. It relies on much that is no interface of theirs.
_TRIED = ("1.142.",)


class UntriedError(Exception):
    """What is installed is not what this package was made for."""


def install(meta_path: MutableSequence[Any]) -> None:
    """Take part in imports and in calls of the kernel; done once, it does nothing.

    Args:
        meta_path: Where Python looks for what finds modules.

    Raises:
        UntriedError: This release of jsii was not tried, or bindings were imported already.
        AttributeError: This release of jsii differs from the one that was tried.
    """
    if any(isinstance(finder, GeneratedCodeFinder) for finder in meta_path):
        return
    _refuse_untried()
    kernel: Any = jsii.kernel
    kernel_module: Any = import_module("jsii._kernel")
    process: Any = import_module("jsii._kernel.providers.process")
    provider = kernel.provider

    def load_ahead(name: str, version: str, tarball: str) -> None:
        provider._process.load_ahead(name, version, tarball)

    lean = LeanKernel(
        load=kernel.load,
        load_ahead=load_ahead,
        registries=(
            _reference_map._types,
            _reference_map._data_types,
            _reference_map._enums,
            _reference_map._interfaces,
        ),
    )
    writer = RequestWriter(jsii.JSIIMeta, kernel_module, process)
    LeanNodeProcess.writer = writer
    LeanNodeProcess.before = lean.before
    if _is_started():
        provider._process.__class__ = LeanNodeProcess
    process._NodeProcess = LeanNodeProcess
    process.stderr_sink = note_remarks(process.stderr_sink)
    kernel_module.inspect = CachedSignatures(kernel_module.inspect)
    kernel_module._make_reference_for_native = writer.replacement
    kernel.load = lean.load
    atexit.register(lean.remember)
    checks = FastChecks()
    meta_path.insert(
        0, GeneratedCodeFinder(checks, lean.make_lean, start=lambda: provider._process)
    )


def _refuse_untried() -> None:
    if not jsii.__version__.startswith(_TRIED):
        raise UntriedError(f"jsii {jsii.__version__} is not one of those tried: {_TRIED[0]}*")
    for name in sys.modules:
        if GeneratedCodeFinder.is_provider(name):
            raise UntriedError(f"{name} was imported before they were enabled")


def _is_started() -> bool:
    return any(name.endswith("._jsii") for name in sys.modules)
