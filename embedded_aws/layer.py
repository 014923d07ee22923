"""The emulator as others see it: recorded, faulty where asked, and with its gaps filled."""

import asyncio
import json
import os
from dataclasses import replace

from embedded_aws.asgi import (
    Application,
    HttpRequest,
    HttpResponse,
    Receive,
    Scope,
    Send,
    receive_request,
    replay,
    respond_with,
    send_response,
)
from embedded_aws.conditions import Conditions
from embedded_aws.consequences import Consequences
from embedded_aws.eks_auto_scaling import filter_tags
from embedded_aws.eks_tags import tell_tags
from embedded_aws.eks_updates import Ask
from embedded_aws.estate import Estate
from embedded_aws.faults import Fault, Faults
from embedded_aws.harms import Harms
from embedded_aws.idempotency import Idempotency
from embedded_aws.inner_calls import Call, RefusedError, inner_request
from embedded_aws.memory import Memory
from embedded_aws.recording import Recorder
from embedded_aws.refusals import Refusals
from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members, read_request
from embedded_aws.responses import error_response, json_response, read_response, write_response
from embedded_aws.template_tags import tell_template_tags, tells_templates

#: Where the faults in force are set: POST a JSON list of the members of `Fault`.
FAULTS_PATH = "/_embedded/faults"
#: Where it is said what it is like today: POST the JSON of `Conditions`.
CONDITIONS_PATH = "/_embedded/conditions"
#: Tells what AWS allowed though it did harm: GET what `Harms` writes down.
HARMS_PATH = "/_embedded/harms"
#: Tells whose emulator answers: GET the number of its process.
PROCESS_PATH = "/_embedded/process"
#: Parts of requests that the emulator reads in its own spelling only.
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagSpecification.html
_RESPELLED = {
    ("ec2", "CreateFlowLogs"): (b".ResourceType=vpc-flow-log", b".ResourceType=flow-log"),
}
#: Errors that AWS spells otherwise, by which Terraform knows that what it deletes is gone.
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
_RESPELLED_ERRORS = {
    b"InvalidLaunchTemplateId.NotFoundException": b"InvalidLaunchTemplateId.NotFound",
}


class Layer:
    """An ASGI application around the emulator's own."""

    def __init__(self, emulator: Application, recorder: Recorder) -> None:
        self._emulator = emulator
        self._recorder = recorder
        self._faults = Faults()
        self._idempotency = Idempotency()
        self._memory = Memory()
        self._estate = Estate()
        self._consequences = Consequences(self._memory, self._estate)
        self._refusals = Refusals(self._estate, self._consequences.keys.unusable)
        self._harms = Harms(self._estate, self._consequences.keys.unusable)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._emulator(scope, receive, send)
            return
        http = await receive_request(scope, receive)
        if http.raw_path in {FAULTS_PATH, CONDITIONS_PATH, HARMS_PATH, PROCESS_PATH}:
            await send_response(self._administer(http), send)
            return
        request = read_request(http)
        if request is None:
            # Not one of the services Trainyard's resources belong to; bodies may be large streams.
            await self._emulator(scope, replay(http.body), send)
            return
        arrival = self._recorder.arrived()
        response = await self._struck(request) or await self._idempotency.once(
            request, lambda: self._answer(scope, http, request)
        )
        self._recorder.record(arrival, request, response.status)
        await send_response(response, send)

    def _administer(self, http: HttpRequest) -> HttpResponse:
        if http.raw_path == FAULTS_PATH:
            self._faults.set(Fault(**members) for members in json.loads(http.body))
        if http.raw_path == CONDITIONS_PATH:
            self._consequences.conditions = Conditions.from_json(json.loads(http.body))
        if http.raw_path == HARMS_PATH:
            return json_response(200, self._harms.to_json())
        return json_response(200, {"process_id": os.getpid()})

    async def _struck(self, request: AwsRequest) -> HttpResponse | None:
        fault = self._faults.striking(request)
        if fault is None:
            return None
        await asyncio.sleep(fault.delay_seconds)
        if fault.code is None:
            return None
        return error_response(request, fault.status, fault.code, fault.message)

    async def _answer(self, scope: Scope, http: HttpRequest, request: AwsRequest) -> HttpResponse:
        """Refuse, answer in the emulator's place, or let it answer and complete what it says."""
        ask = self._asker(scope, http)
        call = self._caller(scope, http)
        describe = self._describer(scope, http)
        await self._consequences.settle(request, describe, call)
        refused = await self._refusals.refuse(request, describe)
        if refused is not None:
            return refused
        foreseen = await self._harms.foresee(request, describe)
        own = await self._consequences.answer(request, ask, describe, call)
        if own is not None:
            return own
        await self._consequences.before(request, ask)
        response = await respond_with(self._emulator, scope, _respelled(request, http.body))
        if not response.is_success:
            return replace(response, body=_error_respelled(response.body))
        self._harms.happened(foreseen)
        if not self._concerned(request):
            return response
        members = read_response(request, response)
        self._memory.remember(request, members)
        await self._consequences.after(request, members, ask, describe, call)
        completed = self._memory.complete(request, members) | filter_tags(request, members)
        completed |= self._consequences.security_groups.tell(request, members)
        completed |= await tell_tags(request, members, describe)
        completed |= await tell_template_tags(request, members, describe)
        return write_response(request, response, members) if completed else response

    def _concerned(self, request: AwsRequest) -> bool:
        return (
            self._consequences.concerns(request)
            or self._memory.concerns(request)
            or tells_templates(request)
        )

    def _asker(self, scope: Scope, http: HttpRequest) -> Ask:
        async def ask(method: str, path: str, members: Members | None) -> HttpResponse:
            body = b"" if members is None else json.dumps(members).encode()
            headers = {**http.headers, "content-length": str(len(body))}
            inner_http = replace(
                http, method=method, raw_path=path, query="", headers=headers, body=body
            )
            inner = read_request(inner_http)
            if inner is None:
                message = f"{method} {path} is no operation of the service at hand"
                raise LookupError(message)
            return await self._answer(_scope_of(scope, inner_http), inner_http, inner)

        return ask

    def _caller(self, scope: Scope, http: HttpRequest) -> Call:
        async def call(service: str, operation: str, members: Members) -> Members:
            inner_http = inner_request(http, service, operation, members)
            inner = read_request(inner_http)
            response = await respond_with(
                self._emulator, _scope_of(scope, inner_http), inner_http.body
            )
            if inner is None or not response.is_success:
                message = f"{service} {operation}: {response.body.decode()}"
                raise RefusedError(message)
            return read_response(inner, response)

        return call

    def _describer(self, scope: Scope, http: HttpRequest) -> Describe:
        async def describe(service: str, operation: str, members: Members) -> Members | None:
            inner_http = inner_request(http, service, operation, members)
            inner = read_request(inner_http)
            if inner is None:
                message = f"{service} {operation} is no operation that is read here"
                raise LookupError(message)
            response = await self._answer(_scope_of(scope, inner_http), inner_http, inner)
            return read_response(inner, response) if response.is_success else None

        return describe


def _respelled(request: AwsRequest, body: bytes) -> bytes:
    written, read = _RESPELLED.get((request.service, request.operation), (b"", b""))
    return body.replace(written, read) if written else body


def _error_respelled(body: bytes) -> bytes:
    for written, meant in _RESPELLED_ERRORS.items():
        body = body.replace(written, meant)
    return body


def _scope_of(scope: Scope, http: HttpRequest) -> Scope:
    return {
        **scope,
        "method": http.method,
        "path": http.raw_path,
        "raw_path": http.raw_path.encode(),
        "query_string": http.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in http.headers.items()],
    }
