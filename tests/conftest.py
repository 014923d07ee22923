"""Settings every test shares."""

import os

import lean_bindings
from stacks.javascript import use_packaged_javascript

# As main.py does, before cdktf is first imported.
use_packaged_javascript(os.environ)
lean_bindings.enable()
