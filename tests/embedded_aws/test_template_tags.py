"""Tags of launch templates, asked through the AWS API."""

from tests.embedded_aws.world import World


def test_a_template_has_the_tags_that_were_put_on_and_taken_off_since(world: World) -> None:
    tagged = {"ResourceType": "launch-template", "Tags": [{"Key": "team", "Value": "research"}]}
    made = world.ec2.create_launch_template(
        LaunchTemplateName="tagged", LaunchTemplateData={}, TagSpecifications=[tagged]
    )
    resources = [made["LaunchTemplate"]["LaunchTemplateId"]]
    world.ec2.create_tags(Resources=resources, Tags=[{"Key": "keep", "Value": "1"}])
    world.ec2.delete_tags(Resources=resources, Tags=[{"Key": "team"}])
    (told,) = world.ec2.describe_launch_templates(LaunchTemplateIds=resources)["LaunchTemplates"]
    assert told["Tags"] == [{"Key": "keep", "Value": "1"}]
