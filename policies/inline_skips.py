"""Skips where the resource is: ``checkov:skip=CKV_AWS_1:reason`` in the ``//`` of its JSON.

checkov reads such comments in HCL, and not in Terraform JSON, where a string under ``//`` is the
only comment there is. A skipped check is counted and listed as skipped, with its reason. A plan
holds no comments: there the check fails.
"""

import re
from collections.abc import Iterator
from typing import Any

from checkov.common.comment.enum import COMMENT_REGEX
from checkov.common.models.enums import CheckResult
from checkov.common.output.report import Report
from checkov.terraform_json.runner import TerraformJsonRunner

_ENDS_STRING = re.compile(r'(?<!\\)"')


def _skips(record: Any) -> Iterator[tuple[str, str]]:
    """Give the skips in the lines of a resource: ids and reasons."""
    for _, line in record.code_block or ():
        found = re.search(COMMENT_REGEX, line)
        if found is not None and found[2] is not None:
            reason = _ENDS_STRING.split((found[3] or "")[1:])[0]
            for id_ in found[2].split(","):
                yield id_, reason


def _sort_out(report: Report) -> None:
    failed = report.failed_checks[:]
    report.failed_checks.clear()
    for record in failed:
        reason = dict(_skips(record)).get(record.check_id)
        if reason:
            record.check_result["result"] = CheckResult.SKIPPED
            record.check_result["suppress_comment"] = reason
            report.skipped_checks.append(record)
        else:
            report.failed_checks.append(record)


def _install() -> None:
    judge = TerraformJsonRunner.add_graph_check_results
    if judge.__name__ == "_judge_and_sort_out":
        return

    def _judge_and_sort_out(self: TerraformJsonRunner, report: Report, runner_filter: Any) -> None:
        judge(self, report, runner_filter)
        _sort_out(report)

    TerraformJsonRunner.add_graph_check_results = _judge_and_sort_out


_install()
