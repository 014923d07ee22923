"""How long synthesis takes, with these bindings and with what a user might take instead."""
