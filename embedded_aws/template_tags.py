"""Tags of launch templates, of which the emulator tells those that were there at first for ever."""

from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members

_TELLS = ("ec2", "DescribeLaunchTemplates")


def tells_templates(request: AwsRequest) -> bool:
    """Whether the response to a request has launch templates in it."""
    return (request.service, request.operation) == _TELLS


async def tell_template_tags(request: AwsRequest, response: Members, describe: Describe) -> bool:
    """Put the tags that launch templates have now into a response; say whether they were others."""
    if not tells_templates(request):
        return False
    changed = False
    for template in response.get("LaunchTemplates", ()):
        wanted = {"Filters": [{"Name": "resource-id", "Values": [template["LaunchTemplateId"]]}]}
        answer = await describe("ec2", "DescribeTags", wanted)
        tags = [
            {"Key": each["Key"], "Value": each["Value"]} for each in (answer or {}).get("Tags", ())
        ]
        if tags != template.get("Tags", []):
            template["Tags"] = tags
            changed = True
    return changed
