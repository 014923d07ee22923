"""Where Terraform finds the AWS provider when it should not, or cannot, download it.

A mirror is a folder of the layout ``terraform providers mirror`` writes:
``<registry host>/hashicorp/aws/<version>/<os>_<architecture>/``, or the packed form with
``terraform-provider-aws_<version>_<os>_<architecture>.zip`` one level higher.

Source: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
"""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

#: Names a mirror; comes before every search.
MIRROR_VARIABLE = "TRAINYARD_PROVIDER_MIRROR"

_PROVIDER = "hashicorp/aws"
#: How Terraform spells what Python's `platform.machine` calls otherwise.
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


class NotAProviderMirrorError(Exception):
    """A folder was named as a provider mirror and holds no AWS provider."""


def find_provider_mirror(
    explicit: Path | None = None, *, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Give the folder of a mirror that has the AWS provider; None leaves it to the registry.

    Args:
        explicit: A mirror someone named.
        environment: Where the variable `MIRROR_VARIABLE` and the home folder are looked up.

    Raises:
        NotAProviderMirrorError: If a mirror was named and is none.
    """
    named = explicit or _named(environment)
    if named is None:
        return next(filter(_has_provider, _conventional_places(environment)), None)
    if not _has_provider(named):
        message = (
            f"{named} holds no AWS provider for {_platform()}; name a folder that "
            "'terraform providers mirror' filled "
            f"(expected {named}/<registry>/{_PROVIDER}/<version>/{_platform()}/)"
        )
        raise NotAProviderMirrorError(message)
    return named


def cli_configuration(mirror: Path | None) -> str:
    """Write a Terraform CLI configuration that takes the AWS provider from a mirror.

    What the mirror has is not looked for elsewhere: Terraform would ask the registry as well, and
    fail where there is no way out.
    """
    if mirror is None:
        return "provider_installation {\n  direct {}\n}\n"
    return (
        "provider_installation {\n"
        "  filesystem_mirror {\n"
        f'    path    = "{_quoted(mirror)}"\n'
        f'    include = ["{_PROVIDER}"]\n'
        "  }\n"
        "  direct {\n"
        f'    exclude = ["{_PROVIDER}"]\n'
        "  }\n"
        "}\n"
    )


def _quoted(path: Path) -> str:
    text = str(path.absolute())
    for character, escaped in (("\\", "\\\\"), ('"', '\\"'), ("${", "$${"), ("%{", "%%{")):
        text = text.replace(character, escaped)
    return text


def _named(environment: Mapping[str, str]) -> Path | None:
    value = environment.get(MIRROR_VARIABLE)
    return Path(value).expanduser() if value else None


def _conventional_places(environment: Mapping[str, str]) -> Iterator[Path]:
    """Give Terraform's implied mirrors, then the folders where optional software is kept."""
    home = Path(environment.get("HOME") or Path.home())
    data_home = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    yield home / ".terraform.d/plugins"
    yield data_home / "terraform/plugins"
    yield from (Path(share, "terraform/plugins") for share in ("/usr/local/share", "/usr/share"))
    yield from _folders_in(Path("/opt"))
    yield from _folders_in(Path("/usr/local/lib"))


def _folders_in(place: Path) -> Iterable[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.is_dir())
    except OSError:
        return ()


def _has_provider(place: Path) -> bool:
    unpacked = f"*/{_PROVIDER}/*/{_platform()}/terraform-provider-aws*"
    packed = f"*/{_PROVIDER}/terraform-provider-aws_*_{_platform()}.zip"
    return any(True for pattern in (unpacked, packed) for _ in place.glob(pattern))


def _platform() -> str:
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{_ARCHITECTURES.get(machine, machine)}"
