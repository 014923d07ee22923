"""Text in Markdown."""


def cell(text: str) -> str:
    """Write text so that Markdown shows it in a table, and no more than shows it."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")
