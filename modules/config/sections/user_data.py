"""What a node group says of the operating system of its nodes."""

from pydantic import Field

from modules.config.sections.model import Section
from modules.config.sections.strings import ContentType


class UserDataPartConfig(Section):
    """A part of the user data of Amazon Linux nodes.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
    """

    content_type: ContentType = Field(default="text/x-shellscript", examples=["text/x-shellscript"])
    """MIME type: ``text/x-shellscript`` runs before the node joins,
    ``application/node.eks.aws`` is a NodeConfig that comes after ours and wins over it."""

    content: str = Field(
        min_length=1, examples=["#!/bin/sh\\nsysctl -w vm.max_map_count=262144\\n"]
    )
    """The part itself. It may not start or change the kubelet other than by NodeConfig. A script
    runs once, when the instance first starts: what must last when node repair reboots it, it
    writes to a file, as below `/etc/sysctl.d`."""
