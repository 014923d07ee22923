"""Clients of the AWS API that talk to the emulator, whatever the user's own AWS settings say."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session

#: Settings that botocore would otherwise take from the environment and the user's files.
#: Source: botocore's `configprovider.BOTOCORE_DEFAUT_SESSION_VARIABLES`.
_CUT_OFF = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ca_bundle": (None, None, None, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedAws:
    """An account and region of the emulator.

    Attributes:
        endpoint: URL of the emulator.
        account_id: Account; the emulator takes the access key for the account's number.
        region: AWS region.
    """

    endpoint: str
    account_id: str
    region: str

    def client(self, service: str) -> Any:
        """Give a client of a service."""
        return _session().create_client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.account_id,
            aws_secret_access_key="embedded",  # noqa: S106 - the emulator checks none
            config=Config(proxies={}, retries={"total_max_attempts": 1}),
        )


@cache
def _session() -> Session:
    """Give the one session, which reads the model of each service once."""
    return Session(session_vars=_CUT_OFF)
