"""What the emulator leaves out of CloudWatch Logs: another key for a log group.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
"""

from http import HTTPStatus

from embedded_aws.asgi import HttpResponse
from embedded_aws.memory import Memory, resource_key
from embedded_aws.requests import AwsRequest
from embedded_aws.responses import json_response

_KIND = "log-group"
_CHANGES_KEY = {"AssociateKmsKey", "DisassociateKmsKey"}


class LogGroups:
    """Answers in the emulator's place when a log group gets another key, or none."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def answer(self, request: AwsRequest) -> HttpResponse | None:
        """Take a log group's new key down; None for any other request."""
        if request.service != "logs" or request.operation not in _CHANGES_KEY:
            return None
        self._take_down_key(request)
        return json_response(HTTPStatus.OK, {})

    def after(self, request: AwsRequest) -> None:
        """Forget the key of an earlier log group of the name."""
        if (request.service, request.operation) == ("logs", "CreateLogGroup"):
            self._take_down_key(request)

    def _take_down_key(self, request: AwsRequest) -> None:
        parameters = request.parameters
        key = resource_key(request, _KIND, [parameters["logGroupName"]])
        self._memory.change(key, {"kmsKeyId": parameters.get("kmsKeyId")})
