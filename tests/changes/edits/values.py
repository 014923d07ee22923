"""Values that several rows share."""

from tests.changes.edits.edit import Members

ROLE = "arn:aws:iam::111122223333:role/{}"
CIDRS = ["203.0.113.0/24"]
TRAINING = "node_groups.training"
EFA: Members = {f"{TRAINING}.efa": True}
P4D: Members = {f"{TRAINING}.instance_types": ["p4d.24xlarge"]}
KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890a{}"
