"""The kernel process, reached directly, and not waited for while it starts and loads.

jsii starts two Node.js processes. One only passes on what the other and Python say, which takes
45 MB and half of the time of each call, and warns of an old Node.js. It is left out once it was
seen to have no such warning for the Node.js at hand. And jsii waits for each package to load; here
Python goes on importing while the kernel loads, and reads the answers before the next call.

Only for the releases of jsii that `lean_bindings.enabling` names: most of it is no interface.
"""

import atexit
import contextlib
import json
import os
import platform
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar

import jsii
from jsii._kernel.providers import process as stock
from jsii._kernel.types import (
    Callback,
    CreateResponse,
    GetResponse,
    InvokeRequest,
    InvokeResponse,
    LoadRequest,
    LoadResponse,
    ObjRef,
)
from jsii._stack_trace import capture_stack_trace
from jsii._stack_trace import is_enabled as sends_stack_traces
from jsii.errors import ErrorType, JavaScriptError, JSIIError

from lean_bindings.homeless import keep_elsewhere_without_a_home
from lean_bindings.node_program import is_known_good, node_program, note_good
from lean_bindings.wire import RequestWriter

_KERNEL = Path("lib", "program.js")
_NODE_OPTIONS = ("--max-old-space-size=4069", "--max-semi-space-size=4", "--preserve-symlinks")
# The kernel wants its connection as file descriptor 3, which only a shell can arrange.
_SHELL = "/bin/sh"
_START = 'exec "$@" 3<&0 </dev/null'
# References to objects have two names that start with "$jsii.", all else one.
_MOST_MARKERS = 2
_INVOCATION = {"cbid", "cookie", "invoke"}
_INVOCATION_DETAILS = {"objref", "method", "args"}
_CHUNK_BYTES = 65536


class LeanNodeProcess(stock._NodeProcess):
    """Stands in for jsii's class of kernel processes.

    Attributes:
        writer: Writes the requests.
        before: Told the text of each request before it is sent.
    """

    writer: ClassVar[RequestWriter]
    before: ClassVar[Callable[[str], None]]

    # The defaults are for a process that was made by jsii's class and turned into this one.
    _greeting_is_due = False
    _answers_due = 0
    _sinks: tuple[threading.Thread, ...] = ()
    _outputs: tuple[IO[bytes], ...] = ()
    _is_direct = False
    _is_watched = False
    _sends_stack_traces = False

    def start(self) -> None:
        """Start the process; directly if it may be, and then without waiting for it."""
        self._sends_stack_traces = sends_stack_traces()
        keep_elsewhere_without_a_home()
        if _may_be_direct():
            with contextlib.suppress(OSError):
                self._connect(Path(self._jsii_runtime()).parent.parent / _KERNEL)
                self._is_direct = self._greeting_is_due = True
                atexit.register(self.stop)
                return
        self._is_watched = True
        super().start()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Stop the process, if it was started."""
        if "_process" not in vars(self):
            return
        super().stop()
        if self._is_watched and not _remarks:
            with contextlib.suppress(OSError):
                note_good(jsii.__version__)
        for sink in self._sinks:
            sink.join(timeout=5)
        for output in self._outputs:
            output.close()

    def send(self, request: Any, response_type: Any) -> Any:
        """Send a request and return the answer.

        Raises:
            JSIIError: The kernel refuses the request.
            RuntimeError: The JavaScript that the request runs raises an error.
        """
        text = self._text(request)
        LeanNodeProcess.before(text)
        if self._answers_due or self._greeting_is_due:
            self._read_due_answers()
        self._write(text)
        return self._answer(response_type)

    def load_ahead(self, name: str, version: str, tarball: str) -> None:
        """Load a package without waiting for it; should it fail, the next request says so."""
        self._write(self._text(LoadRequest(name=name, version=version, tarball=tarball)))
        self._answers_due += 1

    def _text(self, request: Any) -> str:
        if not self._sends_stack_traces:
            self.writer.use_converter(self._serializer.unstructure)
            text = self.writer.text(request)
            if text is not None:
                return text
        fields = self._serializer.unstructure(request)
        if self._sends_stack_traces and (trace := capture_stack_trace()):
            fields["$jsii.stacktrace"] = trace
        return json.dumps(fields, default=stock.jdefault)

    def _write(self, text: str) -> None:
        stream: Any = self._process.stdin
        stream.write(text.encode() + b"\n")
        stream.flush()

    def _read_due_answers(self) -> None:
        if self._greeting_is_due:
            self._greeting_is_due = False
            self.handshake()
        while self._answers_due:
            self._answers_due -= 1
            self._answer(LoadResponse)

    def _next_message(self) -> Any:
        stream: Any = self._process.stdout
        return _DECODE(stream.readline().decode())

    def _answer(self, response_type: Any) -> Any:
        message = self._next_message()
        if "callback" in message:
            return self._callback(message["callback"])
        if "ok" not in message:
            failure = self._serializer.structure(message, stock._ErrorResponse)
            refused = failure.name == ErrorType.JSII_FAULT.value
            error = JSIIError if refused else RuntimeError
            raise error(failure.error) from JavaScriptError(failure.stack)  # type: ignore[no-untyped-call]
        answer = message["ok"]
        if response_type is GetResponse:
            return GetResponse(value=answer.get("value"))
        if response_type is InvokeResponse:
            return InvokeResponse(result=answer.get("result"))
        if response_type is CreateResponse and isinstance(answer, ObjRef):
            # As jsii has it: without the interfaces.
            return CreateResponse(ref=answer.ref)
        return self._serializer.structure(answer, response_type)

    def _callback(self, call: dict[str, Any]) -> Any:
        if call.keys() != _INVOCATION or call["invoke"].keys() != _INVOCATION_DETAILS:
            return self._serializer.structure(call, Callback)
        return Callback(
            cbid=call["cbid"], cookie=call["cookie"], invoke=InvokeRequest(**call["invoke"])
        )

    def _connect(self, program: Path) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            kernel: Any = subprocess.Popen(
                [_SHELL, "-c", _START, _SHELL, node_program(), *_NODE_OPTIONS, str(program)],
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "JSII_AGENT": f"Python/{platform.python_version()}"},
            )
            self._outputs = (kernel.stdout, kernel.stderr)
            # jsii's code for the rest of its life takes these for its pipes.
            kernel.stdin = os.fdopen(os.dup(ours.fileno()), "wb")
            kernel.stdout = os.fdopen(os.dup(ours.fileno()), "rb")
        self._process = kernel
        self._sinks = (
            _pass_on(self._outputs[0], lambda: sys.stdout),
            _pass_on(self._outputs[1], lambda: sys.stderr),
        )
        self.sink_thread = self._sinks[1]


def _from_wire(fields: dict[str, Any]) -> Any:
    """Return what an object on the wire stands for; most stand for themselves."""
    if len(fields) <= _MOST_MARKERS and any(name.startswith("$jsii.") for name in fields):
        return _meaning(fields)
    return fields


_meaning: Callable[[dict[str, Any]], Any] = stock.ohook
_DECODE = json.JSONDecoder(object_hook=_from_wire).decode
_remarks: list[bytes] = []


def note_remarks(sink: Callable[[IO[bytes]], None]) -> Callable[[IO[bytes]], None]:
    """Return jsii's function that prints what its first process says, made to take note of it."""

    class Noting:
        def __init__(self, reader: IO[bytes]) -> None:
            self._reader = reader

        def readline(self) -> bytes:
            line = self._reader.readline()
            # What the second process prints comes as JSON; all else is of the first.
            if line and not line.startswith(b"{"):
                _remarks.append(line)
            return line

    return lambda reader: sink(Noting(reader))  # type: ignore[arg-type]


def _may_be_direct() -> bool:
    if os.name != "posix" or "JSII_RUNTIME" in os.environ or not Path(_SHELL).exists():
        return False
    return is_known_good(jsii.__version__)


def _pass_on(output: IO[bytes], stream: Callable[[], Any]) -> threading.Thread:
    """Copy what a process prints to where this process prints, which tests may change."""

    def copy() -> None:
        for chunk in iter(lambda: os.read(output.fileno(), _CHUNK_BYTES), b""):
            with contextlib.suppress(Exception):
                stream().buffer.write(chunk)

    thread = threading.Thread(name="lean_bindings.output", target=copy, daemon=True)
    thread.start()
    return thread
