"""The version of a launch template that a node group uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from cdktf import DataResource, TerraformResourceLifecycle, Token
from cdktf_cdktf_provider_aws.launch_template import LaunchTemplate
from constructs import Construct

_VERSION = "launch_template_version"
#: What of a template no running node is replaced for: tags, the name, which cannot change, what
#: concerns the template and not the nodes, and cdktf's own remarks.
_NOT_WORTH_NEW_NODES = {"tag_specifications", "tags", "name", "update_default_version", "//"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersionProps:
    """Inputs of `TemplateVersion`.

    Attributes:
        template: The launch template.
        replaces_nodes_too: What else replaces the group's nodes, by its name; values may be tokens.
    """

    template: LaunchTemplate
    replaces_nodes_too: Mapping[str, str]


class TemplateVersion(Construct):
    """A version that stays when tags alone make a newer one.

    EKS replaces every node of a group that goes to another version of its template, and tags that
    nodes are launched with stand in the template. So Terraform keeps the version in its state, and
    takes the newest when something changes that is worth new nodes, or replaces them anyway.
    """

    #: The version (token).
    version: str

    def __init__(self, scope: Construct, id_: str, props: TemplateVersionProps) -> None:
        """Keep the newest version, until something else than tags changes."""
        super().__init__(scope, id_)
        template = props.template
        kept = DataResource(
            self,
            "data-resource",
            input={_VERSION: template.latest_version},
            triggers_replace={
                # The versions of another template are other versions.
                "launch_template_id": template.id,
                "launch_template": _worth_new_nodes(template),
                **props.replaces_nodes_too,
            },
            lifecycle=TerraformResourceLifecycle(ignore_changes=["input"]),
        )
        # Terraform knows the input in a plan, and the output only after an apply.
        self.version = Token.as_string(kept.interpolation_for_attribute(f"input.{_VERSION}"))


def _worth_new_nodes(template: LaunchTemplate) -> Mapping[str, object]:
    """Give the template's own arguments, so that one added to it later is not forgotten here."""
    ((arguments,),) = (
        named.values() for named in cast(Any, template).to_terraform()["resource"].values()
    )
    return {key: value for key, value in arguments.items() if key not in _NOT_WORTH_NEW_NODES}
