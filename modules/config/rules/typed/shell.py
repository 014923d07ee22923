"""Scripts: which of their commands do what nodeadm is there for."""

import re
import shlex
from collections.abc import Iterator, Sequence

_NODE_CONFIG = "say it in kubelet, or in a part of type application/node.eks.aws"
_OWN = {"containerd", "kubelet", "nodeadm-config", "nodeadm-run"}
_STEERING = {"killall", "pkill", "service", "systemctl"}
_PROGRAMS = {"containerd", "kubelet", "nodeadm"}
_ASKING = {"--help", "--version", "-h", "-v", "check", "version"}
_SYSTEMCTL_CHANGES = {
    "daemon-reexec",
    "disable",
    "edit",
    "enable",
    "isolate",
    "kill",
    "link",
    "mask",
    "reenable",
    "reload",
    "reload-or-restart",
    "restart",
    "revert",
    "set-property",
    "start",
    "stop",
    "try-reload-or-restart",
    "try-restart",
}
#: Words that stand before a command and run it.
_BEFORE = {
    "!",
    "command",
    "do",
    "else",
    "env",
    "exec",
    "if",
    "nice",
    "nohup",
    "sudo",
    "then",
    "time",
}
_BEFORE |= {"until", "while", "{"}
_ENDS = re.compile(r"[;&|()]+")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=.*", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\1")
#: Files that nodeadm writes; files in /etc/eks/nodeadm.d/ are NodeConfigs.
_FILES = re.compile(
    r"/etc/(kubernetes/kubelet|containerd|systemd/system/(kubelet|containerd)\.service)(/.*|\..*)?"
)
_SPEAKS_OF_IT = re.compile(
    r"\b(systemctl\W+(\w+\W+)*?(re|try-re)?(start|stop|load|enable|disable)\W+"
    r"(kubelet|containerd|nodeadm)|nodeadm\W+init)\b"
)
_WRITERS = {"cp", "install", "ln", "mv", "rm", "sed", "tee", "truncate"}


def commands_of_nodeadm(script: str) -> Iterator[tuple[int, str, str]]:
    """Find commands that start, stop or change the kubelet, containerd or nodeadm.

    Commands are told apart as a shell does, so that a comment or a text that only names them counts
    for nothing; neither does what a program run by the script does.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html

    Yields:
        The line, counted from 1, the command, and what to do in its place.
    """
    for number, line in _logical_lines(script):
        for words in _commands(line):
            instead = _instead_of(words)
            if instead is not None:
                yield number, " ".join(words), instead


def may_steer_nodeadm(script: str) -> Iterator[tuple[int, str]]:
    """Find lines that speak of such a command where a script cannot be told apart from text.

    Yields:
        The line, counted from 1, and what it says.
    """
    sure = {number for number, _, _ in commands_of_nodeadm(script)}
    for number, line in enumerate(script.splitlines(), 1):
        if number not in sure and _SPEAKS_OF_IT.search(line.partition("#")[0]):
            yield number, line.strip()


def _logical_lines(script: str) -> Iterator[tuple[int, str]]:
    """Join lines that go on, and leave out what is only text to a command."""
    text_until: str | None = None
    joined, began, quote = "", 1, ""
    for number, line in enumerate(script.splitlines(), 1):
        if text_until is not None:
            text_until = None if line.strip() == text_until else text_until
            continue
        began = began if joined else number
        quote = _open_quote(line, quote)
        joined += line
        if quote == "\\":
            joined, quote = joined[:-1], ""
            continue
        if quote:
            joined += "\n"
            continue
        heredoc = _HEREDOC.search(joined)
        text_until = None if heredoc is None else heredoc.group(2)
        yield began, joined
        joined = ""
    if joined:
        yield began, joined


def _open_quote(line: str, quote: str) -> str:
    """Give what is still open at the end of a line: a quote, a backslash, or nothing."""
    previous = " "
    escaped = False
    for char in line:
        if escaped:
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "#" and previous.isspace():
            return ""
        previous = char
    return "\\" if escaped and not quote else quote


def _words(text: str) -> list[str] | None:
    """Split text as a shell does; None where a quote is never closed."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|()<>")
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:
        return None


def _commands(line: str) -> Iterator[list[str]]:
    words: list[str] = []
    for word in _words(line) or line.split():
        if _ENDS.fullmatch(word):
            yield words
            words = []
        else:
            words.append(word)
    yield words


def _instead_of(words: Sequence[str]) -> str | None:
    """Say what to do in place of a command; None for one that is harmless."""
    words = _without_prefix(words)
    if not words:
        return None
    name, arguments = words[0].rpartition("/")[2], words[1:]
    if name == "bootstrap.sh" and "/etc/eks/" in words[0]:
        return f"Amazon Linux 2023 does not have it; {_NODE_CONFIG}"
    steers = name in _STEERING and _steers_them(name, arguments)
    runs = name in _PROGRAMS and not _ASKING & set(arguments)
    return _NODE_CONFIG if steers or runs or _writes_their_files(name, arguments) else None


def _steers_them(name: str, arguments: Sequence[str]) -> bool:
    if name == "systemctl" and not _SYSTEMCTL_CHANGES & set(arguments):
        return False
    return bool({argument.removesuffix(".service") for argument in arguments} & _OWN)


def _without_prefix(words: Sequence[str]) -> Sequence[str]:
    position = 0
    while position < len(words):
        word = words[position]
        is_option = word.startswith("-") and position > 0
        if word not in _BEFORE and not _ASSIGNMENT.fullmatch(word) and not is_option:
            break
        position += 1
    return words[position:]


def _writes_their_files(name: str, arguments: Sequence[str]) -> bool:
    redirected = any(
        word.startswith(">") and _FILES.fullmatch(arguments[index + 1])
        for index, word in enumerate(arguments[:-1])
    )
    written = name in _WRITERS and any(_FILES.fullmatch(argument) for argument in arguments)
    return redirected or written
