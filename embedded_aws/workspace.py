"""A copy of a synthesized stack in which Terraform can reach nothing but the emulator.

The stack's own file is copied byte for byte; all that differs stands in an override file beside it.

Source: https://developer.hashicorp.com/terraform/language/files/override
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from embedded_aws.provider_mirror import cli_configuration
from embedded_aws.terraform import Terraform

_OVERRIDE_FILE = "embedded_override.tf.json"
_CLI_CONFIGURATION_FILE = "terraform.rc"
_STATE_FILE = "terraform.tfstate"
#: Services of the resources that stacks have, as the provider names its endpoints. Any other is
#: sent to the emulator by the environment.
_ENDPOINTS = (
    "autoscaling",
    "ec2",
    "eks",
    "fsx",
    "iam",
    "kms",
    "logs",
    "s3",
    "s3control",
    "servicequotas",
    "ssm",
    "sts",
)
#: Nothing listens there: whatever is not on this machine cannot be reached through it.
_NO_WAY_OUT = "http://127.0.0.1:9"
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY")
#: What of the user's environment Terraform needs, and how much memory Go takes to save time;
#: nothing in it names an AWS account.
_INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "GOGC")
_INHERITED_FOR_DOWNLOADS = (
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedTarget:
    """Where a stack goes instead of AWS.

    Attributes:
        endpoint: URL of the emulator.
        account_id: Account to be in. The emulator takes the access key for the account's number.
    """

    endpoint: str
    account_id: str


def prepare_workspace(
    stack: Path,
    folder: Path,
    target: EmbeddedTarget,
    *,
    terraform: Path,
    mirror: Path | None,
    plugin_cache: Path | None = None,
    backend: Literal["beside", "own"] | None = "beside",
) -> Terraform:
    """Copy a stack and point it at the emulator.

    Args:
        stack: Folder with the stack's ``cdk.tf.json``.
        folder: Folder to work in; made if missing. State of an earlier run in it is kept.
        target: Where the stack goes.
        terraform: Terraform.
        mirror: Mirror to take the provider from; None for the registry.
        plugin_cache: Folder that keeps what was downloaded for the next time.
        backend: Keep the state in the folder; or as the stack says, in the S3 of the emulator; or
            None, where another override file will say.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(stack / "cdk.tf.json", folder / "cdk.tf.json")
    override = {
        "provider": {"aws": [provider_settings(target)]},
        **_backend(backend, stack, target),
    }
    (folder / _OVERRIDE_FILE).write_text(json.dumps(override, indent=2) + "\n")
    configuration = folder / _CLI_CONFIGURATION_FILE
    configuration.write_text(cli_configuration(mirror))
    shared = {**_settings(configuration, plugin_cache), **aws_settings(target)}
    return Terraform(
        terraform,
        folder,
        environment={
            **_inherited(_INHERITED),
            **shared,
            **dict.fromkeys(_PROXIES, _NO_WAY_OUT),
        },
        download_environment={
            **_inherited((*_INHERITED, *_INHERITED_FOR_DOWNLOADS)),
            **shared,
        },
    )


def provider_settings(target: EmbeddedTarget) -> Mapping[str, object]:
    """Give the settings that point the AWS provider at the emulator."""
    return {
        "access_key": target.account_id,
        "secret_key": "embedded",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_region_validation": True,
        "s3_use_path_style": True,
        "endpoints": [dict.fromkeys(_ENDPOINTS, target.endpoint)],
    }


def s3_backend(target: EmbeddedTarget) -> Mapping[str, object]:
    """Give the settings that point Terraform's S3 backend at the emulator.

    Source: https://developer.hashicorp.com/terraform/language/backend/s3#configuration
    """
    return {
        "access_key": target.account_id,
        "secret_key": "embedded",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_region_validation": True,
        "skip_requesting_account_id": True,
        "use_path_style": True,
        "endpoints": {"s3": target.endpoint},
    }


def _backend(
    backend: Literal["beside", "own"] | None, stack: Path, target: EmbeddedTarget
) -> Mapping[str, object]:
    if backend is None:
        return {}
    if backend == "beside":
        return {"terraform": {"backend": {"local": {"path": _STATE_FILE}}}}
    # The backend of an override file takes the place of the whole of the stack's own.
    document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    own = document["terraform"]["backend"]["s3"]
    return {"terraform": {"backend": {"s3": {**own, **s3_backend(target)}}}}


def _inherited(names: tuple[str, ...]) -> Mapping[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


def _settings(configuration: Path, plugin_cache: Path | None) -> Mapping[str, str]:
    settings = {
        "TF_CLI_CONFIG_FILE": str(configuration.absolute()),
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
    }
    if plugin_cache is not None:
        plugin_cache.mkdir(parents=True, exist_ok=True)
        settings["TF_PLUGIN_CACHE_DIR"] = str(plugin_cache.absolute())
    return settings


def aws_settings(target: EmbeddedTarget) -> Mapping[str, str]:
    """Send every service to the emulator, and keep the user's own profiles out of it.

    Source: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
    """
    return {
        "AWS_ACCESS_KEY_ID": target.account_id,
        "AWS_SECRET_ACCESS_KEY": "embedded",
        "AWS_ENDPOINT_URL": target.endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
