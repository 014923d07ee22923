"""What Trainyard knows, decides and builds."""

import lean_bindings

# Here and in stacks, which everything that builds passes through: no program loads the stock
# bindings, which takes twelve seconds, because it forgot a line.
lean_bindings.enable_on_demand()
