"""How a rule of one node group says what is wrong."""

from modules.config.problems import Problem


def wrong(key: str | tuple[str | int, ...], message: str, *also: str) -> Problem:
    """Make the problem of a key that does not go with other keys of its group.

    Args:
        key: The key to point at, or the path to it, from the group down.
        message: What is wrong and what would be right.
        also: The other keys it is about.
    """
    path = key if isinstance(key, tuple) else (key,)
    return Problem(path, message, tuple((other,) for other in also))
