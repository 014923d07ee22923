"""How commands end."""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

#: What each code means, as the help tells it.
MEANINGS: Mapping[int, str] = MappingProxyType(
    {
        0: "done",
        1: "failed: a check, Terraform, AWS or GitHub said no",
        2: "refused: a file or the command line is wrong, and nothing was written",
        3: "no Terraform on the PATH",
        4: "could not tell: AWS gave no answer, or a permission is lacking",
        5: "there are differences, and diff --exit-code asked for a code of their own",
        130: "interrupted; what was started is stopped",
    }
)
#: By name, so that telling them needs no import of those who raise them.
_CODES: Mapping[str, int] = MappingProxyType(
    {
        "cli.checkov.CheckovNotInstalledError": 1,
        "cli.ci.changed_clusters.LeftBehindError": 1,
        "cli.ci.changed_clusters.NoSuchClusterError": 2,
        "cli.ci.drift_issues.NotPlannedError": 1,
        "cli.ci.gate.LossNotAllowedError": 1,
        "cli.ci.github_api.GitHubRefusedError": 1,
        "cli.ci.gitlab_pipeline.NoRoleError": 2,
        "cli.ci.matrices.NoPlaceForClustersError": 2,
        "cli.ci.pull_request_comments.PlansMissingError": 1,
        "cli.ci.reviewed_plan.NoReviewedPlanError": 2,
        "cli.decommissioned.DecommissionedError": 2,
        "cli.demo.DemoFailedError": 1,
        "cli.init.answers.InitRefusedError": 2,
        "cli.diagram.run.NoPlaceForPictureError": 2,
        "cli.diff.run.DiffersError": 5,
        "cli.diff.synthesized.NotSynthesizedError": 1,
        "cli.explain.run.NothingToExplainError": 2,
        "cli.job.kubectl.KubectlError": 1,
        "cli.job.run.JobRefusedError": 2,
        "cli.kubeconfig.NotAppliedError": 1,
        "cli.kubeconfig_file.NotAKubeconfigError": 1,
        "cli.policy.subjects.PolicyRefusedError": 2,
        "cli.preflight.run.PreflightFailedError": 1,
        "cli.preflight.run.PreflightUnsureError": 4,
        "cli.scan.NotReadError": 1,
        "cli.scan.NothingToScanError": 2,
        "cli.scan.ScanFailedError": 1,
        "cli.state_bucket.StateBucketExistsError": 1,
        "cli.summary.run.NotAPlanError": 2,
        "cli.synthesis.NoClusterFileError": 2,
        "cli.synthesis.SynthesisError": 1,
        "embedded_aws.emulator.EmulatorDidNotStartError": 1,
        "embedded_aws.provider_mirror.NotAProviderMirrorError": 1,
        "embedded_aws.terraform.TerraformError": 1,
        "embedded_aws.terraform.TerraformNotFoundError": 3,
        "modules.config.problems.ClusterFileError": 2,
        "stacks.output.NotWrittenError": 1,
    }
)
_FAILED = 1
#: What shells make of a process that Ctrl-C ended.
_INTERRUPTED = 130


def exit_code(run: Callable[[], None]) -> int:
    """Run, and turn what a user can cause into one message and an exit code."""
    try:
        run()
    except KeyboardInterrupt:
        print(MEANINGS[_INTERRUPTED], file=sys.stderr)
        return _INTERRUPTED
    except Exception as error:
        kind = type(error)
        # Of files that cannot be read or written, the system's own words say which and why.
        other = _FAILED if isinstance(error, OSError) else None
        code = _CODES.get(f"{kind.__module__}.{kind.__qualname__}", other)
        if code is None:
            raise
        print(error, file=sys.stderr)
        return code
    return 0
