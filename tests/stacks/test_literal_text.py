"""Nothing that a user writes is an expression to Terraform, a placeholder to cdktf or a format."""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cdktf import App, TerraformOutput

from embedded_aws.terraform import find_terraform
from modules.config import ClusterConfig, StateBucketConfig
from modules.planning.terraform.literal import literal
from stacks.addressed_stack import AddressedStack
from stacks.state_bucket import StateBucketStack
from tests.cluster_files import synthesize_clusters
from tests.stacks.every_text import (
    FILES,
    fields_set,
    text_fields,
    with_text_everywhere,
)
from tests.synthesis import Json

EVIL = ('${file("/etc/passwd")}', "%{ if true }", "${TfToken[TOKEN.0]}", "#{TfToken[TOKEN.0]}")
#: Where nothing of a file may stand in what is synthesized.
NEVER_SYNTHESIZED = {"extends", "unchecked"}


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Give every text and key that Terraform looks into, and what nodes are told."""
    if isinstance(value, str):
        yield "template", value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key == "user_data":
                yield "user data", base64.b64decode(item).decode()
            elif key != "//":
                yield "template", key
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


#: Gone once an entry is written out as the groups it stands for.
WRITTEN_OUT = {("NodeGroupConfig", "one_per_zone")}


def test_the_files_of_these_tests_use_every_field_that_holds_text() -> None:
    used = set[tuple[str, str]]().union(
        *(fields_set(ClusterConfig.model_validate(file)) for file in FILES)
    )
    assert text_fields(ClusterConfig) - used == WRITTEN_OUT


@pytest.mark.parametrize("evil", EVIL)
def test_text_that_is_accepted_reaches_terraform_as_text(evil: str) -> None:
    changed, accepted = zip(*(with_text_everywhere(file, evil) for file in FILES), strict=True)
    clusters = [ClusterConfig.model_validate(file) for file in changed]
    seen = list(texts(list(synthesize_clusters(clusters).values())))
    # JSON inside of JSON has quotes of its own.
    to_terraform = "\n".join(text for kind, text in seen if kind == "template").replace('\\"', '"')
    to_nodes = "\n".join(text for kind, text in seen if kind == "user data").replace('\\"', '"')
    assert literal(evil) in to_terraform
    assert evil not in to_terraform.replace(literal(evil), "")
    assert evil in to_nodes
    assert literal(evil) not in to_nodes
    found = f"{to_terraform}\n{to_nodes}"
    missing = {
        key
        for texts_of_file in accepted
        for text, key in texts_of_file.items()
        if text not in found and text.replace(evil, literal(evil)) not in found
    }
    assert missing == NEVER_SYNTHESIZED


def test_terraform_and_cdktf_give_text_back_as_it_was_written(tmp_path: Path) -> None:
    written = [
        *EVIL,
        "$${x}",
        "$$${x}",
        "%%{ if",
        "%%%{",
        "$",
        "%",
        "&{TfToken[TOKEN.1]}",
        "${",
        "é\n",
    ]
    app = App(outdir=str(tmp_path))
    stack = AddressedStack(app, "text")
    for index, text in enumerate(written):
        TerraformOutput(stack, f"o{index}", value={literal(text): [literal(text)]})
    app.synth()

    def terraform(*arguments: str) -> str:
        return subprocess.run(
            [find_terraform(), *arguments],
            cwd=tmp_path / "stacks" / "text",
            env={"CHECKPOINT_DISABLE": "1", "HOME": str(tmp_path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout

    terraform("init", "-input=false")
    terraform("apply", "-auto-approve", "-input=false")
    outputs = json.loads(terraform("output", "-json"))
    given = [outputs[f"o{index}"]["value"] for index in range(len(written))]
    assert given == [{text: [text]} for text in written]


def test_the_reason_for_no_access_log_stands_as_it_was_written(tmp_path: Path) -> None:
    reason = "CloudTrail of ${account} has it"
    app = App(outdir=str(tmp_path))
    config = StateBucketConfig(
        bucket="example-state", region="us-west-2", no_access_log_because=reason
    )
    StateBucketStack(app, config)
    app.synth()
    file = tmp_path / "stacks" / config.stack_name / "cdk.tf.json"
    document: Json = json.loads(file.read_text())
    (bucket,) = document["resource"]["aws_s3_bucket"].values()
    assert reason in json.dumps(bucket["//"])
