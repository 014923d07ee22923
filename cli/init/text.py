"""The text of a first cluster file, with comments."""

import json
import re
from collections.abc import Iterator

import yaml

from cli.init.answers import RESERVED, Answers
from cli.init.choices import Choices, Training
from modules.config import ClusterConfig

#: Text that means itself between the brackets of a list and before a comment.
_PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+|::)*")


def file_text(answers: Answers, choices: Choices, *, schema: str | None) -> str:
    """Write the file.

    Args:
        answers: What was asked for.
        choices: What follows from it.
        schema: Path from the file's folder to the JSON Schema, for editors; or None.
    """
    lines = [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        *_head(answers),
        *(_existing(answers) if answers.vpc_id else _network(answers, choices)),
        *_access(answers),
        *_node_groups(answers, choices),
        *_state(),
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Write a text so that YAML reads that text, and nothing else."""
    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _head(answers: Answers) -> Iterator[str]:
    yield "# Every key, and what a later change of it does: docs/cluster-file.md of Trainyard."
    yield f"name: {quoted(answers.name)}"
    yield f"region: {quoted(answers.region)}"
    yield f'kubernetes_version: "{ClusterConfig.model_fields["kubernetes_version"].default}"'
    if answers.account_id is None:
        yield '# account_id: "111122223333" # yours; Terraform then refuses any other'
    else:
        yield f"account_id: {json.dumps(answers.account_id)} # Terraform refuses any other"


def _network(answers: Answers, choices: Choices) -> Iterator[str]:
    yield "network:"
    yield "  cidr: 10.0.0.0/16 # of nodes and pods, /16 to /20; a change of it makes all anew"
    if choices.zones:
        yield f"  availability_zones: [{', '.join(map(quoted, choices.zones))}] # two or more"
    if answers.private:
        yield "  # No way to the internet: VPC endpoints to AWS services. Other images are to be"
        yield "  # mirrored, and kubectl works from inside the VPC alone."
        yield "  private: true"
    else:
        yield "  # How nodes reach the internet: single is cheap, per_zone outlives the loss of a"
        yield "  # zone, none goes nowhere."
        yield "  nat_gateways: single"


def _existing(answers: Answers) -> Iterator[str]:
    yield "network:"
    yield "  existing: # needs DNS support, DNS host names and a way out for the private subnets"
    yield f"    vpc_id: {quoted(answers.vpc_id or '')}"
    yield "    private_subnets: # of nodes and the control plane; two zones or more"
    for zone, id_ in answers.subnets:
        yield f"      {quoted(zone)}: {quoted(id_)}"
    yield "    # public_subnets: {zone: subnet} # of load balancers that the internet reaches"


def _access(answers: Answers) -> Iterator[str]:
    yield "access:"
    yield "  # The API is reached from inside the VPC. To reach it from elsewhere:"
    yield "  # public_endpoint: true"
    yield "  # allowed_cidrs: [203.0.113.0/24] # yours"
    yield "  # IAM roles and users that may do everything; only they can use kubectl at first."
    if answers.admins:
        yield "  admins:"
        yield from (f"    - {quoted(arn)}" for arn in answers.admins)
    else:
        yield "  admins: [] # write arn:aws:iam::111122223333:role/PlatformAdmin, with your own"


def _node_groups(answers: Answers, choices: Choices) -> Iterator[str]:
    yield "node_groups:"
    yield "  system: # runs CoreDNS and the other add-ons"
    yield f"    instance_types: [{choices.system_type}]"
    yield "    scaling: {min: 2, max: 4}"
    if choices.training is not None:
        yield from _training(answers, choices.training)
    else:
        yield "  # training:"
        yield "  #   instance_types: [g6.8xlarge] # one L4; taints and labels follow from it"
        yield "  #   scaling: {min: 0, desired: 2, max: 4}"


def _training(answers: Answers, training: Training) -> Iterator[str]:
    facts = training.facts
    what = (
        f"{facts.accelerator_count} {facts.accelerator_model} a node"
        if facts.accelerator_model
        else "no accelerators"
    )
    yield f"  training: # {what}; taints and labels follow from the type"
    yield f"    instance_types: [{facts.name}]"
    if training.zone is not None:
        why = "where it is reserved" if answers.capacity in RESERVED else "of the whole group"
        yield f"    availability_zone: {quoted(training.zone)} # {why}"
    yield from _capacity(answers, training)
    yield "    volume: {size_gib: 200} # holds images where there is no instance store"


def _capacity(answers: Answers, training: Training) -> Iterator[str]:
    nodes = training.nodes
    if answers.capacity != "on_demand":
        yield "    capacity:"
        yield f"      type: {answers.capacity}"
    if answers.capacity in RESERVED:
        yield f"      reservation_id: {quoted(answers.reservation_id or '')}"
    if answers.capacity == "capacity_block":
        yield "      # To start nodes by themselves when the block does, give scaling the owner"
        yield "      # autoscaler, and here its start:"
        yield f'      # scheduled_start: {{at: "2030-01-31T11:30:00Z", desired: {nodes}}}'
        yield "    # No node starts before the block does: raise desired when it has."
        yield f"    scaling: {{min: 0, desired: 0, max: {nodes}}}"
    else:
        yield "    # Nodes cost from when they start: desired: 0 starts none."
        yield f"    scaling: {{min: 0, desired: {nodes}, max: {nodes}}}"


def _state() -> Iterator[str]:
    yield "# Terraform's state is a file on this machine. A team keeps it in S3: trainyard"
    yield "# state-bucket makes the bucket, and writes this section."
    yield "# state: {backend: s3, bucket: ...}"
