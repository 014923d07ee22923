"""The text of a file, whatever lies under its name."""

import os
import re
import stat
import unicodedata
from pathlib import Path as FilePath

from modules.config.problems import ClusterFileError, FileProblem, Problem

#: Hundreds of times what the largest cluster needs.
_MOST_BYTES = 1_000_000
#: What YAML does not take, and what it takes for the end of a line where no editor does.
#: Source: https://yaml.org/spec/1.1/#id868518
_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def read_text(file: FilePath) -> str:
    """Read a file as text that YAML can be made of.

    Raises:
        ClusterFileError: It cannot be read, or is no text.
    """
    data = _bytes(file)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise refusal(file, "is UTF-16 text; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(file, "is not UTF-8 text; save it as UTF-8", line) from error
    found = _UNREADABLE.search(text)
    if found:
        line = len(re.findall("\r\n|\r|\n", text[: found.start()])) + 1
        message = f"holds {described(found.group())}, which YAML does not take; remove it"
        raise refusal(file, message, line)
    return text


def _bytes(file: FilePath) -> bytes:
    try:
        with open(file, "rb", opener=_without_waiting) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise refusal(file, "is no ordinary file; write it to one")
            data = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise refusal(file, "no such file") from error
    except IsADirectoryError as error:
        raise refusal(file, "is a folder; name the files in it") from error
    except OSError as error:
        raise refusal(file, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise refusal(file, "cannot be read: no file has such a name") from error
    if len(data) > _MOST_BYTES:
        raise refusal(file, f"has over {_MOST_BYTES} bytes, which no cluster needs")
    return data


def _without_waiting(file: str, flags: int) -> int:
    """Open a file, and a pipe that nobody writes to as well."""
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0))


def described(char: str) -> str:
    """Name a character that may look like another, or like nothing."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '(a control character)')}"


def refusal(file: FilePath, message: str, line: int | None = None) -> ClusterFileError:
    """Make the error of a file that is refused as a whole."""
    return ClusterFileError([FileProblem(str(file), line, Problem((), message))])
