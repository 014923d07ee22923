"""Settings every test shares."""

import os

from stacks.javascript import use_packaged_javascript

use_packaged_javascript(os.environ)
