"""Checks of a scan that are wrong for a resource, said where the resource is."""


def skip_comment(check_id: str, reason: str) -> str:
    """Write a comment that makes checkov skip a check of the resource it stands in.

    Args:
        check_id: For example ``CKV_AWS_144``.
        reason: Why the check is wrong here.
    """
    return f"checkov:skip={check_id}:{' '.join(reason.split())}"
