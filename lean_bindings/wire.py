"""The requests that jsii sends to its kernel, written in one pass over the arguments.

For each call jsii walks the arguments three times in Python: to replace what only the kernel can
hold, to turn requests into dictionaries, and to write JSON. Reading a struct evaluates the type of
each of its properties. Here values of the usual types are written in one pass, and for all others
jsii's own code runs, with the errors that it raises.
"""

import json
from collections.abc import Callable, Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any

# What a kind of request is called, and its fields.
# Source: https://aws.github.io/jsii/specification/2-runtime/ (kernel API)
_FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "CreateRequest": ("create", ("fqn", "args", "interfaces")),
    "GetRequest": ("get", ("objref", "property")),
    "SetRequest": ("set", ("objref", "property", "value")),
    "InvokeRequest": ("invoke", ("objref", "method", "args")),
    "StaticGetRequest": ("sget", ("fqn", "property")),
    "StaticInvokeRequest": ("sinvoke", ("fqn", "method", "args")),
}
_PLAIN = frozenset({str, int, float, bool, type(None)})
# cattrs, which jsii uses, writes the fields of such objects in place of a reference to them.
_FIELDS_OF_A_RECORD = ("__attrs_attrs__", "__dataclass_fields__")


class RequestWriter:
    """Writes requests as jsii does, faster."""

    def __init__(self, class_of_classes: type, kernel: ModuleType, process: ModuleType) -> None:
        """Prepare to write.

        Args:
            class_of_classes: The metaclass of generated classes.
            kernel: The module ``jsii._kernel``.
            process: The module ``jsii._kernel.providers.process``.
        """
        self._class_of_classes = class_of_classes
        self._structs: Mapping[str, Any] = kernel._reference_map._data_types
        self._stock_replacement = kernel._make_reference_for_native
        self._stock_default = process.jdefault
        self._stock_unstructure: Callable[[object], object] | None = None
        self._fields = {getattr(process, name): wire for name, wire in _FIELDS.items()}
        self._completion = process._CompleteRequest
        self._references = (process.ObjRef, process.CreateResponse)
        self._reference = process._unstructure_ref
        self._encode = json.JSONEncoder(default=self._default).encode

    def use_converter(self, unstructure: Callable[[object], object]) -> None:
        """Let values of unusual types be converted by the converter of a kernel process."""
        self._stock_unstructure = unstructure

    def text(self, request: Any) -> str | None:
        """Return a request as JSON, or None when jsii has to write it."""
        kind = type(request)
        wire = self._fields.get(kind)
        if wire is not None:
            api, names = wire
            fields = {name: getattr(request, name) for name in names}
            fields["api"] = api
            if api == "create":
                fields["overrides"] = list(map(_override, request.overrides))
            return self._encode(fields)
        if kind is self._completion:
            inner = request.complete
            fields = {"cbid": inner.cbid, "err": inner.err, "result": inner.result}
            return self._encode({"complete": {**fields, "api": "complete"}})
        return None

    def replacement(self, kernel: object, value: Any) -> Any:
        """Return a value with all that only the kernel can hold replaced, ready to be written.

        Stands in for ``jsii._kernel._make_reference_for_native``.
        """
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is list:
            return [self.replacement(kernel, item) for item in value]
        if kind is dict and all(type(key) is str for key in value):
            return {
                "$jsii.map": {key: self.replacement(kernel, item) for key, item in value.items()}
            }
        if self._is_struct(kind):
            return self._struct(kernel, value)
        return self._unusual(kernel, value)

    def _is_struct(self, kind: type) -> bool:
        return self._structs.get(getattr(kind, "__jsii_type__", None) or "") is kind

    def _struct(self, kernel: object, value: Any) -> Any:
        """Return a struct with all its properties, those not given included."""
        given = getattr(value, "_values", None)
        # A required property that is None makes its getter raise; let it.
        if type(given) is not dict or any(item is None for item in given.values()):
            return self._stock_replacement(kernel, value)
        data = {
            jsii_name: self.replacement(kernel, given.get(name))
            for name, jsii_name in value.__jsii_name_mapping__.items()
        }
        return {"$jsii.struct": {"fqn": value.__jsii_type__, "data": data}}

    def _unusual(self, kernel: object, value: Any) -> Any:
        replaced = self._stock_replacement(kernel, value)
        kind = type(replaced)
        if kind in _PLAIN or kind is dict or kind is list:
            return replaced
        is_record = any(hasattr(kind, field) for field in _FIELDS_OF_A_RECORD)
        if isinstance(kind, self._class_of_classes) and not is_record:
            return replaced
        if self._stock_unstructure is None:
            return replaced
        return self._stock_unstructure(replaced)

    def _default(self, value: Any) -> Any:
        if isinstance(value, self._references):
            return self._reference(value)
        return self._stock_default(value)


def _override(override: Any) -> dict[str, Any]:
    return {"method": override.method, "property": override.property, "cookie": override.cookie}


class CachedSignatures:
    """The module ``inspect`` for jsii's kernel, which asks for signatures at each callback."""

    def __init__(self, inspect: ModuleType) -> None:
        """Stand in for a module.

        Args:
            inspect: The module.
        """
        self._inspect = inspect
        self._known: dict[FunctionType, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """Return what the module has."""
        return getattr(self._inspect, name)

    def signature(self, method: Any) -> Any:
        """Return the signature of a method, which is that of its function for every object."""
        function = getattr(method, "__func__", None)
        if type(method) is not MethodType or type(function) is not FunctionType:
            return self._inspect.signature(method)
        if function not in self._known:
            self._known[function] = self._inspect.signature(method)
        return self._known[function]
