"""Every two keys of a file, and of a node group: the rules they have, or why none is needed.

A row is a key; in it stand all that follow it in the file's reference, some together. What begins
with ``_`` is the name of a rule; a text says why the two cannot conflict.
"""

from collections.abc import Mapping

_OTHER = "say nothing of each other"
_FORM = "the form of the file is none of the cluster's"
_MERGED = "gone once both files are one"
_GONE = "what may be lost, and not what is made"
_LAUNCH = "whatever the nodes are, they are launched so"
_WRITTEN_OUT = "rules look at the groups that an entry stands for"
_SHARE = "a role does what it may, wherever"

#: Keys of a whole file.
FILE: Mapping[str, Mapping[str, str]] = {
    "format_version": {
        "storage": _FORM,
        "environment": _FORM,
        "allow_destroy decommission": _GONE,
        "service_accounts": _FORM,
        "name extends region unlisted_region kubernetes_version running_kubernetes_version "
        "account_id assume_role_arn network access node_access control_plane encryption iam "
        "add_ons node_groups state tags": _FORM,
    },
    "name": {
        "storage": "_buckets_have_names_of_s3",
        "environment": _OTHER,
        "allow_destroy decommission": _GONE,
        "service_accounts": "_roles_are_distinct",
        "node_groups": "_launch_templates_have_room _security_groups_may_have_their_names",
        "network": "_peers_are_other_clusters _security_groups_may_have_their_names",
        "state": "_the_state_has_a_key",
        "add_ons": "_roles_are_distinct",
        "region": "names of roles hold both, cut at IAM's limit",
        "tags": "the tag with the name has a key of its own, which is refused to others",
        "extends": _MERGED,
        "unlisted_region kubernetes_version running_kubernetes_version account_id assume_role_arn "
        "access node_access control_plane encryption iam": _OTHER,
    },
    "extends": {
        "storage": _MERGED,
        "environment": _MERGED,
        "allow_destroy decommission": _GONE,
        "service_accounts": _MERGED,
        "region unlisted_region kubernetes_version running_kubernetes_version account_id "
        "assume_role_arn network access node_access control_plane encryption iam add_ons "
        "node_groups state tags": _MERGED,
    },
    "environment": {
        "allow_destroy decommission": _GONE,
        "region unlisted_region kubernetes_version running_kubernetes_version account_id "
        "assume_role_arn network access node_access control_plane encryption iam add_ons "
        "service_accounts storage node_groups state tags": "says whom CI asks, and nothing of the "
        "cluster",
    },
    "region": {
        "storage": "_arns_are_of_the_partition _regional_things_are_in_their_region "
        "_file_systems_are_in_zones_of_the_network",
        "allow_destroy decommission": _GONE,
        "unlisted_region": "_unlisted_zones_are_the_regions",
        "network": "_zones_are_the_regions _control_planes_are_in_two_zones",
        "node_groups": "_types_are_offered _zones_may_lack_types _offerings_are_unknown "
        "_regional_things_are_in_their_region",
        "state": "_regional_things_are_in_their_region _the_state_is_in_a_known_region",
        "assume_role_arn access iam add_ons service_accounts": "_arns_are_of_the_partition",
        "kubernetes_version running_kubernetes_version": "EKS has its versions in every region",
        "account_id node_access control_plane encryption tags": _OTHER,
    },
    "unlisted_region": {
        "storage": "buckets are of a region, whichever it is",
        "allow_destroy decommission": _GONE,
        "network": "_zones_are_the_regions",
        "node_groups": "_offerings_are_unknown",
        "kubernetes_version running_kubernetes_version account_id assume_role_arn access "
        "node_access control_plane encryption iam add_ons service_accounts state tags": "names "
        "zones alone",
    },
    "kubernetes_version": {
        "storage": _OTHER,
        "allow_destroy decommission": _GONE,
        "service_accounts": _OTHER,
        "running_kubernetes_version": "_upgrades_one_version_at_a_time",
        "control_plane": "_support_ends",
        "add_ons": "_add_ons_follow_kubernetes",
        "node_groups": "_types_run_this_kubernetes _amis_of_this_kubernetes_run_types "
        "_ami_releases_fit",
        "account_id assume_role_arn network access node_access encryption iam state tags": _OTHER,
    },
    "running_kubernetes_version": {
        "storage": "bounds kubernetes_version alone",
        "allow_destroy decommission": _GONE,
        "service_accounts": "bounds kubernetes_version alone",
        "add_ons": "_add_ons_are_upgraded_too",
        "account_id assume_role_arn network access node_access control_plane encryption iam "
        "node_groups state tags": "bounds kubernetes_version alone",
    },
    "account_id": {
        "storage": "_buckets_are_distinct",
        "allow_destroy decommission": _GONE,
        "service_accounts": "_policies_are_of_the_account",
        "assume_role_arn": "_the_role_is_of_the_account",
        "access": "principals_of_others _own_security_groups_are_named_alone",
        "iam add_ons node_groups": "_policies_are_of_the_account",
        "network": "ids of subnets and VPCs do not name their account",
        "state": "a bucket and its key may be of any account",
        "node_access control_plane encryption tags": _OTHER,
    },
    "assume_role_arn": {
        "storage": _SHARE,
        "allow_destroy decommission": _GONE,
        "service_accounts": "_policies_are_of_the_account",
        "access": "principals_of_others _own_security_groups_are_named_alone "
        "_the_creator_has_one_entry",
        "iam add_ons node_groups": "_policies_are_of_the_account",
        "network node_access control_plane encryption state tags": _SHARE,
    },
    "network": {
        "storage": "_file_systems_are_in_zones_of_the_network",
        "allow_destroy decommission": _GONE,
        "service_accounts": "a private network has the endpoints of well-known policies",
        "add_ons": "_prefixes_are_said_once _prefixes_are_kept_free _images_come_from_elsewhere",
        "node_groups": "_chosen_zones_are_the_networks _nodes_have_addresses "
        "_pods_have_addresses_too _images_come_from_elsewhere",
        "access": "the private endpoint is there whatever the network is, and what reaches it "
        "reaches the endpoints of a private one",
        "node_access": "a private network gets the endpoints that Session Manager needs",
        "control_plane": "_control_planes_are_in_zones_of_the_network",
        "encryption iam state tags": _OTHER,
    },
    "access": {
        "storage": "who reaches the Kubernetes API, and not S3",
        "allow_destroy decommission": _GONE,
        "service_accounts": "pods have identities, and no access entries",
        "node_access control_plane encryption state tags": _OTHER,
        "iam": "the path and boundary are those of other roles",
        "add_ons": "pods have identities, and no access entries",
        "node_groups": "EKS makes the entry of their role",
    },
    "node_access": {
        "storage": _OTHER,
        "allow_destroy decommission": _GONE,
        "service_accounts": _OTHER,
        "iam": "_policies_are_distinct",
        "node_groups": "every AMI of EKS has the agent, and Bottlerocket's in a container",
        "control_plane encryption add_ons state tags": _OTHER,
    },
    "control_plane": {
        "storage": _OTHER,
        "allow_destroy": _GONE,
        "decommission": "_protection_is_off_before_the_end",
        "service_accounts": _OTHER,
        "encryption": "logs and secrets have keys whichever they are",
        "iam add_ons node_groups state tags": _OTHER,
    },
    "encryption": {
        "storage": "the key of buckets is one of its own, whatever the others share",
        "allow_destroy decommission": _GONE,
        "service_accounts": _OTHER,
        "node_groups": "a key that a group names is used in place of the cluster's",
        "iam add_ons state tags": _OTHER,
    },
    "iam": {
        "storage": "the key of buckets names roles with their path",
        "allow_destroy decommission": _GONE,
        "service_accounts": "their roles have the path and the boundary",
        "add_ons node_groups": "their roles have the path and the boundary",
        "state tags": _OTHER,
    },
    "add_ons": {
        "storage": "a file system brings the add-on that mounts it, unless the file leaves it out",
        "allow_destroy decommission": _GONE,
        "service_accounts": "_pods_have_one_role _roles_are_distinct",
        "node_groups": "_somewhere_to_run _nodes_from_the_start _nodes_get_what_they_need "
        "_nodes_get_what_add_ons_bring _reserved_nodes_come_and_go _cni_knows_efa_only "
        "_pods_have_addresses",
        "state tags": _OTHER,
    },
    "service_accounts": {
        "storage": "_used_buckets_are_there _policies_are_distinct",
        "allow_destroy decommission": _GONE,
        "node_groups": "pods have their roles on whichever node they run",
        "state tags": _OTHER,
    },
    "storage": {
        "allow_destroy": _GONE,
        "decommission": "_nothing_is_lost_with_the_cluster",
        "node_groups": "_somebody_reaches_it_by_efa _somebody_trains_beside_it",
        "state": "_buckets_are_distinct",
        "tags": "buckets have the tags of everything",
    },
    "node_groups": {
        "allow_destroy decommission": _GONE,
        "state": _OTHER,
        "tags": "tags for the autoscaler have keys of their own, and stand on other things",
    },
    "state": {
        "allow_destroy decommission": _GONE,
        "tags": "the state is a file of a bucket that others tag",
    },
    "tags": {"allow_destroy decommission": _GONE},
    "allow_destroy": {"decommission": "the latter allows all that the former could name"},
    "decommission": {},
}

_TOLD = "_settings_are_the_operating_systems _node_groups_hold_what_is_defined"
_NODES = "nodes are what they are, however many"

#: Keys of a node group.
NODE_GROUP: Mapping[str, Mapping[str, str]] = {
    "instance_types": {
        "hardware": "_instance_types_are_known _hardware_is_known",
        "capacity": "_is_sold_that_way _a_reservation_is_of_one_type",
        "efa": "_efa_is_possible",
        "placement_group": "_placement_is_possible",
        "instance_store": "_has_an_instance_store",
        "labels": "_what_is_left_out_would_be_there _the_autoscaler_waits_for_gpus_alone",
        "ami_type": "_ami_fits_the_instances",
        "ami_release_version": "_ami_releases_fit",
        "availability_zone": "_zones_may_lack_types",
        "max_pods": "_pods_have_addresses",
        "huge_pages_2mib kubelet bottlerocket_settings": "_something_is_left "
        "_node_groups_hold_what_is_defined",
        "scaling": "_nodes_have_addresses",
        "taints": "taints given are all there is, and those of the hardware are a default",
        "volume": "every type that is offered takes gp3",
        "user_data unchecked update node_repair": _OTHER,
        "one_per_zone": _WRITTEN_OUT,
    },
    "hardware": {
        "one_per_zone": _WRITTEN_OUT,
        "capacity efa placement_group instance_store labels ami_type ami_release_version max_pods "
        "huge_pages_2mib scaling": "stands in for the catalog's facts in the rules of "
        "instance_types",
        "availability_zone taints volume kubelet bottlerocket_settings user_data unchecked update "
        "node_repair": _OTHER,
    },
    "one_per_zone": {
        "imds_hop_limit detailed_monitoring": _WRITTEN_OUT,
        "capacity efa placement_group scaling instance_store labels taints volume ami_type "
        "ami_release_version max_pods huge_pages_2mib kubelet bottlerocket_settings user_data "
        "unchecked update node_repair": _WRITTEN_OUT,
    },
    "availability_zone": {
        "one_per_zone": "_stands_for_other_groups",
        "capacity efa placement_group": "_is_in_one_zone",
        "scaling": "_nodes_have_addresses",
        "instance_store labels taints volume ami_type ami_release_version max_pods "
        "huge_pages_2mib kubelet bottlerocket_settings user_data unchecked update node_repair": (
            "a zone is where, and not what"
        ),
    },
    "capacity": {
        "scaling": "_a_block_starts_and_ends_empty _a_schedule_sets_the_size _blocks_start_later",
        "placement_group": "_placement_is_possible",
        "efa": "interfaces are the same however instances are bought",
        "update": "_there_is_room_for_new_nodes",
        "instance_store labels taints volume ami_type ami_release_version max_pods "
        "huge_pages_2mib kubelet bottlerocket_settings user_data unchecked node_repair": (
            "how instances are bought, and not what is on them"
        ),
    },
    "efa": {
        "labels": "_what_is_left_out_would_be_there",
        "ami_release_version": "_ami_releases_fit",
        "max_pods": "_pods_have_addresses",
        "scaling": "_nodes_have_addresses",
        "placement_group": "auto follows from EFA, and a name or none overrules it",
        "instance_store taints volume ami_type huge_pages_2mib kubelet bottlerocket_settings "
        "user_data unchecked update node_repair": _OTHER,
    },
    "placement_group": {
        "instance_store scaling labels taints volume ami_type ami_release_version max_pods "
        "huge_pages_2mib kubelet bottlerocket_settings user_data unchecked update node_repair": (
            "where instances stand to each other, and not what they are"
        ),
    },
    "instance_store": {
        "volume": "the volume holds what the instance store does not",
        "kubelet bottlerocket_settings": "_node_groups_hold_what_is_defined",
        "scaling labels taints ami_type ami_release_version max_pods huge_pages_2mib user_data "
        "unchecked update node_repair": _OTHER,
    },
    "scaling": {
        "labels taints": "_tags_fit _tags_for_the_autoscaler_are_distinct "
        "_the_autoscaler_waits_for_gpus_alone",
        "update": "_an_update_takes_no_more_than_there_are _nodes_have_addresses",
        "node_repair": "limits above the size limit nothing, and harm nothing",
        "max_pods": "_pods_have_addresses_too",
        "volume ami_type ami_release_version huge_pages_2mib kubelet bottlerocket_settings "
        "user_data unchecked": _NODES,
    },
    "labels": {
        "kubelet bottlerocket_settings user_data": "_node_groups_hold_what_is_defined",
        "taints volume ami_type ami_release_version max_pods huge_pages_2mib unchecked update "
        "node_repair": _OTHER,
    },
    "taints": {
        "kubelet bottlerocket_settings user_data": "_node_groups_hold_what_is_defined",
        "volume ami_type ami_release_version max_pods huge_pages_2mib unchecked update "
        "node_repair": _OTHER,
    },
    "volume": {
        "ami_type": "every operating system here fits on the smallest",
        "ami_release_version max_pods huge_pages_2mib kubelet bottlerocket_settings user_data "
        "unchecked update node_repair": _OTHER,
    },
    "ami_type": {
        "ami_release_version": "_ami_releases_fit",
        "kubelet bottlerocket_settings user_data": _TOLD,
        "max_pods huge_pages_2mib unchecked update node_repair": _OTHER,
    },
    "ami_release_version": {
        "max_pods huge_pages_2mib kubelet bottlerocket_settings user_data unchecked update "
        "node_repair": "a release is one of the AMI type's",
    },
    "max_pods": {
        "kubelet bottlerocket_settings user_data": "_pods_are_limited_once",
        "huge_pages_2mib unchecked update node_repair": _OTHER,
    },
    "huge_pages_2mib": {
        "kubelet bottlerocket_settings user_data": "_node_groups_hold_what_is_defined",
        "unchecked update node_repair": _OTHER,
    },
    "kubelet": {
        "bottlerocket_settings": _TOLD,
        "user_data": "_user_data_fits _node_groups_hold_what_is_defined",
        "unchecked": "_what_is_unchecked_needs_to_be",
        "update node_repair": _OTHER,
    },
    "bottlerocket_settings": {
        "user_data": _TOLD,
        "unchecked": "_what_is_unchecked_needs_to_be",
        "update node_repair": _OTHER,
    },
    "user_data": {
        "unchecked": "_what_is_unchecked_needs_to_be",
        "update node_repair": _OTHER,
    },
    "unchecked": {"update": _OTHER, "node_repair": "_what_is_unchecked_needs_to_be"},
    "update": {"node_repair": "repairs are counted by themselves"},
    "node_repair": {},
    "timeouts": {
        "scaling update": "_updates_end_while_credentials_last",
        "instance_types hardware": "those that follow from the types are a default",
        "one_per_zone": _WRITTEN_OUT,
        "availability_zone capacity efa placement_group instance_store labels taints volume "
        "ami_type ami_release_version max_pods huge_pages_2mib kubelet bottlerocket_settings "
        "user_data unchecked node_repair": _OTHER,
    },
    "imds_hop_limit": {
        "instance_types hardware availability_zone capacity efa placement_group "
        "instance_store scaling labels taints volume ami_type ami_release_version max_pods "
        "huge_pages_2mib kubelet bottlerocket_settings user_data unchecked update timeouts "
        "node_repair detailed_monitoring": _LAUNCH,
    },
    "detailed_monitoring": {
        "instance_types hardware availability_zone capacity efa placement_group "
        "instance_store scaling labels taints volume ami_type ami_release_version max_pods "
        "huge_pages_2mib kubelet bottlerocket_settings user_data unchecked update timeouts "
        "node_repair": _LAUNCH,
    },
}

#: Rules of one key alone, or of several files.
OF_ONE_KEY = frozenset(
    {
        "_accelerators_are_supported",
        "_add_ons_are_known",
        "_all_of_it_goes",
        "_leave_to_destroy_ends",
        "_add_ons_hold_what_is_defined",
        "_credentials_stay_on_nodes",
        "_entries_do_something",
        "_statements_fit",
        "_addresses_are_distinct",
        "_addresses_can_be_added",
        "_blocks_are_nobody_elses",
        "_instance_types_are_alike",
        "_instance_types_differ",
        "_nobody_gets_in",
        "_nodes_need_a_way_out",
        "_rules_fit_a_security_group",
        "_scripts_may_do_what_nodeadm_does",
        "_services_and_vpc_are_apart",
        "_sources_are_networks",
        "_sources_do_not_overlap",
        "_starts_have_passed",
        "_reserved_capacity_ends",
        "_linked_buckets_are_there",
        "_subnets_are_distinct",
        "_subnets_are_private",
        "_taints_differ",
    }
)
