"""Settings every test shares."""

import signal

from hypothesis import settings

import lean_bindings

# A shell that starts the tests in the background may have Ctrl-C ignored, and who ignores a signal
# hands that on to what it starts. Some tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Before any test imports cdktf or a provider by itself.
lean_bindings.enable_on_demand()

# A run says of one commit always the same. To look for more than these examples:
# pytest --hypothesis-profile=search
settings.register_profile("same", derandomize=True, database=None, max_examples=200, deadline=None)
settings.register_profile("search", max_examples=5000, deadline=None)
settings.load_profile("same")
