"""Stacks as earlier releases synthesized them, and what this release makes of their states.

A folder for each release, named after its month. For each cluster file `NAME.yaml` in it,
`NAME.tf.json` is the stack as that release synthesized it, and `NAME.changes.txt` what the first
plan of this release changes in that stack once it is applied: an action, an address, and the
attributes.
"""
