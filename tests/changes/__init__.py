"""What an edit of a cluster file does to a cluster that runs, measured with the real provider."""

import lean_bindings

lean_bindings.enable_on_demand()
