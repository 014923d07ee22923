"""Finding a provider mirror."""

from pathlib import Path

import pytest

from embedded_aws import provider_mirror
from embedded_aws.provider_mirror import (
    NotAProviderMirrorError,
    cli_configuration,
    find_provider_mirror,
)

PLATFORM = provider_mirror._platform()
UNPACKED = f"example.com/hashicorp/aws/5.100.0/{PLATFORM}/terraform-provider-aws_v5.100.0_x5"
PACKED = f"example.com/hashicorp/aws/terraform-provider-aws_5.100.0_{PLATFORM}.zip"


def mirror(folder: Path, provider: str = UNPACKED) -> Path:
    file = folder / provider
    file.parent.mkdir(parents=True)
    file.touch()
    return folder


@pytest.fixture(autouse=True)
def no_mirror_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_mirror, "_folders_in", lambda _: ())


@pytest.mark.parametrize("provider", [UNPACKED, PACKED])
def test_a_mirror_of_either_layout_can_be_named(tmp_path: Path, provider: str) -> None:
    named = mirror(tmp_path, provider)
    assert find_provider_mirror(named, environment={}) == named
    assert find_provider_mirror(environment={"TRAINYARD_PROVIDER_MIRROR": str(named)}) == named


@pytest.mark.parametrize("place", [".terraform.d/plugins", ".local/share/terraform/plugins"])
def test_mirrors_terraform_looks_at_by_itself_are_found(tmp_path: Path, place: str) -> None:
    expected = mirror(tmp_path / place)
    assert find_provider_mirror(environment={"HOME": str(tmp_path)}) == expected


def test_a_named_mirror_comes_before_every_other(tmp_path: Path) -> None:
    mirror(tmp_path / ".terraform.d/plugins")
    named = mirror(tmp_path / "named")
    assert find_provider_mirror(named, environment={"HOME": str(tmp_path)}) == named


def test_without_a_mirror_the_registry_is_left(tmp_path: Path) -> None:
    assert find_provider_mirror(environment={"HOME": str(tmp_path)}) is None


def test_a_mirror_for_another_platform_is_none(tmp_path: Path) -> None:
    other = mirror(tmp_path, UNPACKED.replace(PLATFORM, "plan9_mips"))
    with pytest.raises(NotAProviderMirrorError) as error:
        find_provider_mirror(other, environment={})
    assert str(error.value) == (
        f"{other} holds no AWS provider for {PLATFORM}; name a folder that "
        f"'terraform providers mirror' filled (expected "
        f"{other}/<registry>/hashicorp/aws/<version>/{PLATFORM}/)"
    )


def test_what_the_mirror_has_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    configuration = cli_configuration(tmp_path)
    assert f'path    = "{tmp_path}"' in configuration
    assert 'include = ["hashicorp/aws"]' in configuration
    assert 'exclude = ["hashicorp/aws"]' in configuration


def test_a_path_is_quoted_as_terraform_reads_it() -> None:
    assert '"/a/\\"b\\"/$${c}"' in cli_configuration(Path('/a/"b"/${c}'))
