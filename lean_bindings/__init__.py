"""A fast loader for the Python bindings of cdktf providers.

One line before the first import of a provider turns it on::

    import lean_bindings

    lean_bindings.enable()

    from cdktf_cdktf_provider_aws.vpc import Vpc

What a program synthesizes stays the same to the byte. What it does not use is not loaded: of the
2,200 submodules of the AWS bindings, in Python and in the JavaScript behind them, only those the
program imports. When anything is not as expected, the stock bindings are used and one line on
standard error says why.
"""

from lean_bindings.enabling import enable
from lean_bindings.on_demand import enable_on_demand
from lean_bindings.stock import SWITCH_VARIABLE

__all__ = ["SWITCH_VARIABLE", "enable", "enable_on_demand"]
