"""Which KMS keys can be used no more.

KMS lets a key be disabled or scheduled for deletion whatever it encrypts.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

from collections.abc import Mapping

from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest

_CHANGES_STATE = {"ScheduleKeyDeletion", "CancelKeyDeletion", "DisableKey", "EnableKey"}
_USABLE = "Enabled"


class Keys:
    """Follows the states of keys."""

    def __init__(self) -> None:
        #: The state of each key that cannot be used, by ARN.
        self.unusable: dict[str, str] = {}

    async def after(self, request: AwsRequest, describe: Describe) -> None:
        """Follow a request that was carried out."""
        if request.service != "kms" or request.operation not in _CHANGES_STATE:
            return
        answer = await describe("kms", "DescribeKey", {"KeyId": request.parameters["KeyId"]})
        if answer is None:
            return
        key: Mapping[str, str] = answer["KeyMetadata"]
        self.unusable.pop(key["Arn"], None)
        if key["KeyState"] != _USABLE:
            self.unusable[key["Arn"]] = key["KeyState"]
