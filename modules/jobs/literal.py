"""Text that Kubernetes hands on as it is."""

import re

#: What Kubernetes acts on in commands, arguments and values of environment variables: a variable
#: in ``$(...)``, and two dollars that stand for one.
#: Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
_ACTED_ON = re.compile(r"\$(?=[$(])")


def literal(text: str) -> str:
    """Write a text so that the container gets it to the letter."""
    return _ACTED_ON.sub("$$", text)
