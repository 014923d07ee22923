"""Tags of what EKS describes, which the emulator takes and does not tell again."""

from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members

#: The member of a response that is described, and the member of that with its ARN.
_ARNS = {
    "accessEntry": "accessEntryArn",
    "addon": "addonArn",
    "association": "associationArn",
    "cluster": "arn",
    "nodegroup": "nodegroupArn",
}


async def tell_tags(request: AwsRequest, response: Members, describe: Describe) -> bool:
    """Put the tags that something has into its description; say whether they were others."""
    if request.service != "eks" or not request.operation.startswith("Describe"):
        return False
    changed = False
    for member, arn in _ARNS.items():
        told = response.get(member)
        if told is None or arn not in told:
            continue
        answer = await describe("eks", "ListTagsForResource", {"resourceArn": told[arn]})
        if answer is not None and answer["tags"] != told.get("tags"):
            told["tags"] = answer["tags"]
            changed = True
    return changed
