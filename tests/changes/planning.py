"""Many stacks, each a module of one Terraform root, planned at once by the real provider."""

import copy
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace, provider_settings
from tests.changes.fabrication import Fabricator, Values, placed, state
from tests.changes.provider_schema import ProviderSchema
from tests.synthesis import Json

#: Our stacks settle at once; a chain of references as long as this is a fault.
_MOST_PLANS = 4

#: The resources of each stack, as a plan describes them, with their values as ``attributes``.
Fabricated = Mapping[str, list[Values]]


class NotSettledError(Exception):
    """A stack's plan never became empty: what was made up is not what the stack says."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Plans stacks side by side, without anything that is applied.

    Attributes:
        folder: Where Terraform works.
        target: The emulator, which is asked for what data sources look up and no more.
    """

    folder: Path
    target: EmbeddedTarget

    @cached_property
    def schema(self) -> ProviderSchema:
        """What the provider says of its resources."""
        return ProviderSchema(self._root("schema", {}).provider_schemas())

    def plans(self, pairs: Mapping[str, tuple[Json, Json]]) -> Mapping[str, Json]:
        """Plan the way from one stack to another, many at once.

        What a plan of the first does not know is made up; then it is planned again beside the
        second, and must have nothing left to do.

        Raises:
            NotSettledError: If there is always something left to do.
        """
        if not pairs:
            return {}
        befores, keys = _distinct({module: before for module, (before, _) in pairs.items()})
        plan = self._root("before", befores).planned(refresh=False)
        made = {
            module: _attributed(
                changes, Fabricator(self.schema, befores[module], _found(plan, module))
            )
            for module, changes in _by_module(plan).items()
        }
        done: dict[str, Json] = {}
        for attempt in range(_MOST_PLANS):
            pending = {module: pair for module, pair in pairs.items() if module not in done}
            stacks = {keys[module]: befores[keys[module]] for module in pending}
            stacks |= {module: after for module, (_, after) in pending.items()}
            terraform = self._root(f"after_{attempt}", stacks)
            states = {module: made.get(keys.get(module, module), []) for module in stacks}
            self._write_state(terraform, stacks, states)
            changes = _by_module(terraform.planned(refresh=False))
            left = {keys[module]: _left(changes[keys[module]]) for module in pending}
            done |= {
                module: {"resource_changes": changes[module]}
                for module in pending
                if not left[keys[module]]
            }
            if len(done) == len(pairs):
                return done
            for before, of_module in left.items():
                _agree(made.get(before, []), of_module)
        raise NotSettledError(_told(left))

    def plans_over(self, pairs: Mapping[str, tuple[Json, Json]], real: Json) -> Mapping[str, Json]:
        """Plan the way from one stack to another over a real state, with a look at what exists.

        Args:
            pairs: What a stack was applied as, or a part of it, and what it is to become.
            real: The state.
        """
        stacks = {module: after for module, (_, after) in pairs.items()}
        terraform = self._root("real", stacks)
        aliases = _aliases(stacks)
        resources = [
            placed(resource, module, aliases[module])
            for module, (before, _) in pairs.items()
            for resource in real["resources"]
            if resource["name"] in before.get("resource", {}).get(resource["type"], {})
        ]
        file = terraform.folder / "terraform.tfstate"
        file.write_text(json.dumps({**real, "outputs": {}, "resources": resources}), "utf-8")
        changes = _by_module(terraform.planned())
        return {module: {"resource_changes": changes[module]} for module in pairs}

    def provider_release(self) -> str:
        """Give the release of the AWS provider that planned."""
        # Asking for it is what installs a provider where nothing was planned.
        assert self.schema
        lock = self.folder / "schema" / "terraform" / ".terraform.lock.hcl"
        found = re.search(r'hashicorp/aws" {\s+version\s+= "([^"]+)"', lock.read_text("utf-8"))
        if found is None:
            message = f"{lock} names no release of the AWS provider"
            raise LookupError(message)
        return found.group(1)

    def _root(self, name: str, stacks: Mapping[str, Json]) -> Terraform:
        stack = self.folder / name / "stack"
        for module, document in stacks.items():
            (stack / module).mkdir(parents=True)
            written = json.dumps(_as_module(document))
            (stack / module / "main.tf.json").write_text(written, encoding="utf-8")
        root = json.dumps(_root_document(stacks, stack, self.target))
        stack.mkdir(parents=True, exist_ok=True)
        (stack / "cdk.tf.json").write_text(root, encoding="utf-8")
        terraform = prepare_workspace(
            stack,
            self.folder / name / "terraform",
            self.target,
            terraform=find_terraform(),
            mirror=find_provider_mirror(),
            plugin_cache=self.folder / "plugins",
        )
        terraform.init()
        return terraform

    def _write_state(
        self, terraform: Terraform, stacks: Mapping[str, Json], made: Fabricated
    ) -> None:
        document = state(made, self.schema, _aliases(stacks))
        file = terraform.folder / "terraform.tfstate"
        file.write_text(json.dumps(document), encoding="utf-8")


def _distinct(stacks: Mapping[str, Json]) -> tuple[dict[str, Json], Mapping[str, str]]:
    """Give each stack once, and for each name the name that it is kept by."""
    kept: dict[str, str] = {}
    names = {
        name: kept.setdefault(json.dumps(document, sort_keys=True), f"before_{name}")
        for name, document in stacks.items()
    }
    return {names[name]: document for name, document in stacks.items()}, names


def _as_module(document: Json) -> Values:
    """Take out of a stack what a root alone may have."""
    kept = {
        key: copy.deepcopy(value)
        for key, value in document.items()
        if key not in {"//", "provider"}
    }
    kept["terraform"] = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
    # One that refuses would end the plan of all.
    for named in kept.get("resource", {}).values():
        for block in named.values():
            block.get("lifecycle", {}).pop("prevent_destroy", None)
    return kept


def _root_document(stacks: Mapping[str, Json], folder: Path, target: EmbeddedTarget) -> Values:
    aliases = _aliases(stacks)
    providers = {}
    for module, document in stacks.items():
        (own,) = document["provider"]["aws"]
        providers[aliases[module]] = {
            **provider_settings(target),
            "alias": aliases[module],
            "region": own["region"],
            "default_tags": own["default_tags"],
        }
    modules = {
        module: {"source": str(folder / module), "providers": {"aws": f"aws.{aliases[module]}"}}
        for module in stacks
    }
    return {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": [{"region": "us-west-2"}, *providers.values()]},
        # Without a stack it is there for the schema, which leaves out what Terraform itself brings
        # along, unless that is used.
        **({"module": modules} if modules else {"resource": {"terraform_data": {"any": {}}}}),
    }


def _aliases(stacks: Mapping[str, Json]) -> Mapping[str, str]:
    """Name a provider for each stack; stacks whose providers plan alike share one."""
    keys = {module: _provider_key(document) for module, document in stacks.items()}
    names = {key: f"provider_{index}" for index, key in enumerate(sorted({*keys.values()}))}
    return {module: names[key] for module, key in keys.items()}


def _provider_key(document: Json) -> str:
    (provider,) = document["provider"]["aws"]
    return json.dumps([provider["region"], provider["default_tags"]])


def _by_module(plan: Json) -> defaultdict[str, list[Values]]:
    found: defaultdict[str, list[Values]] = defaultdict(list)
    for change in plan.get("resource_changes", ()):
        if change["mode"] == "managed":
            module = change["module_address"].removeprefix("module.")
            address = change["address"].removeprefix(f"module.{module}.")
            found[module].append({**change, "address": address})
    return found


def _attributed(changes: list[Values], fabricator: Fabricator) -> list[Values]:
    return [{**change, "attributes": fabricator.attributes(change)} for change in changes]


def _found(plan: Json, module: str) -> Mapping[str, Values]:
    """Give what the data sources of a module found."""
    root = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
    prefix = f"module.{module}."
    return {
        resource["address"].removeprefix(prefix): resource["values"]
        for child in root.get("child_modules", ())
        for resource in child.get("resources", ())
        if resource["address"].startswith(f"{prefix}data.")
    }


def _left(changes: list[Values]) -> list[Values]:
    return [change for change in changes if change["change"]["actions"] != ["no-op"]]


def _agree(made: list[Values], left: list[Values]) -> None:
    """Take over what a plan still wants to change, where it knows it."""
    wanted = {change["address"]: change["change"] for change in left}
    for resource in made:
        change = wanted.get(resource["address"])
        if change is not None:
            resource["attributes"] = _merged(
                resource["attributes"], change["after"], change["after_unknown"]
            )


def _merged(old: Any, new: Any, unknown: Any) -> Any:
    if unknown is True:
        return old
    if isinstance(new, dict):
        marks = unknown if isinstance(unknown, dict) else {}
        before = old if isinstance(old, dict) else {}
        names = {*new, *(name for name in marks if name in before)}
        return {name: _merged(before.get(name), new.get(name), marks.get(name)) for name in names}
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        of_each = unknown if isinstance(unknown, list) else []
        padded = [*of_each, *[False] * (len(new) - len(of_each))]
        return [_merged(*each) for each in zip(old, new, padded, strict=True)]
    return new


def _told(left: Mapping[str, list[Values]]) -> str:
    return "\n".join(
        f"{module}: {change['address']}: {change['change']}"
        for module, of_module in left.items()
        for change in of_module
    )
