"""AWS without an account: an emulator on this machine, and Terraform pointed at it."""
