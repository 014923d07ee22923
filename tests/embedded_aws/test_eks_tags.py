"""Tags of what EKS describes, asked through the AWS API."""

from tests.embedded_aws.world import World


def test_a_description_has_the_tags_that_were_put_on_and_taken_off_since(world: World) -> None:
    cluster = world.eks.describe_cluster(name=world.cluster)["cluster"]
    before = cluster["tags"]
    world.eks.tag_resource(resourceArn=cluster["arn"], tags={"keep": "1", "drop": "1"})
    world.eks.untag_resource(resourceArn=cluster["arn"], tagKeys=["drop"])
    after = world.eks.describe_cluster(name=world.cluster)["cluster"]["tags"]
    assert after == {**before, "keep": "1"}
