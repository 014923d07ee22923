"""What changing a field does to a cluster that runs."""

from enum import Enum


class OnChange(Enum):
    """The effect of a later change, as the reference table tells it."""

    IN_PLACE = "in place"
    NEW_NODES = "in place; nodes started later have it"
    ROLLS_NODES = "replaces the group's nodes, a few at a time"
    REPLACES_NODE_GROUP = "destroys the node group and makes a new one"
    REPLACES_CLUSTER = "destroys the cluster and makes a new one"
    REPLACES_NETWORK = "destroys the network and the cluster and makes new ones"
    REPLACES_ROLES = "destroys roles and makes new ones, and with them what they run"
    REPLACES_BUCKET = "refused by Terraform: the bucket is protected from destruction"
    CREATION_ONLY = "nothing; it counts when the thing is made"
    MOVES_STATE = "nothing that runs; Terraform asks for `init -migrate-state`"
    NOTHING = "nothing"
