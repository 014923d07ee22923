"""Text that Terraform takes as it is written."""

#: What begins an expression in every string of Terraform JSON, keys too, and what says it plainly.
#: Then the middle of cdktf's own placeholders, which it looks for in the same strings: broken up by
#: an expression that Terraform puts together again.
#: Source: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
_PLAINLY = (("${", "$${"), ("%{", "%%{"), ("TfToken[", 'TfToken${"["}'))


def literal(text: str) -> str:
    """Write text for Terraform JSON so that nothing in it is evaluated.

    Give it what a user wrote and never a token, which would come out as text.
    """
    for meant_by_terraform, plain in _PLAINLY:
        text = text.replace(meant_by_terraform, plain)
    return text
