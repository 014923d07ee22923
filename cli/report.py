"""What a cluster file makes: its sizes, quotas and costs, for people and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from cli.surveyed import Survey, as_members, survey, told
from modules.catalog.prices import REGION, as_of
from modules.config import ClusterConfig, warnings_for
from modules.config.derived.estimate import fixed_costs, group_sizes
from modules.planning.estimate.cost import CostLine, cost_lines, known_usd_per_hour
from modules.planning.estimate.sizes import SIZES, QuotaNeed, Size, Totals, quota_needs, totals

_HOURS_OF_30_DAYS = 720
#: Where prices are from, and what they leave out.
NOTE = (
    f"List prices of {REGION} (instances: {as_of()}); other regions differ. Not in it: what is "
    "billed by the GB (traffic, logs, buckets), load balancers, volumes of claims, discounts."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be told of a cluster.

    Attributes:
        cluster: Its name.
        region: Its AWS region.
        kubernetes_version: Its version of Kubernetes.
        warnings: What is allowed but probably not meant.
        totals: What all nodes are, at each size.
        quotas: What they take of quotas.
        costs: What each part costs, at each size.
        survey: Room in subnets, zones with the instance types, support of the version.
    """

    cluster: str
    region: str
    kubernetes_version: str
    warnings: Sequence[str]
    totals: Mapping[Size, Totals]
    quotas: Sequence[QuotaNeed]
    costs: Mapping[Size, Sequence[CostLine]]
    survey: Survey

    def usd_per_hour(self, size: Size) -> float:
        """Give what is known of the cost of an hour."""
        return known_usd_per_hour(self.costs[size])

    def has_unknown_costs(self, size: Size) -> bool:
        """Whether something has no price."""
        return any(line.usd_per_hour is None for line in self.costs[size])


def report_on(cluster: ClusterConfig, *, today: date) -> Report:
    """Work out what is to be told of a cluster.

    Args:
        cluster: A cluster that was found right.
        today: The day that dates are judged by.
    """
    groups = group_sizes(cluster)
    fixed = fixed_costs(cluster, today=today)
    return Report(
        cluster=cluster.name,
        region=cluster.region,
        kubernetes_version=cluster.kubernetes_version,
        warnings=[str(warning) for warning in warnings_for(cluster, today=today)],
        totals={size: totals(groups, size) for size in SIZES},
        quotas=quota_needs(groups),
        costs={size: cost_lines(fixed, groups, size) for size in SIZES},
        survey=survey(cluster),
    )


def table_of(report: Report) -> Sequence[tuple[str, Sequence[str]]]:
    """Give the rows of a table: what is told, then its value at each size."""
    by_size = [report.totals[size] for size in SIZES]
    rows = [
        ("nodes", [str(total.nodes) for total in by_size]),
        ("accelerators", [_models(total.accelerators) for total in by_size]),
        ("accelerator memory", [_gib(total.accelerator_memory_gib) for total in by_size]),
        ("vCPU", [f"{total.vcpus:,}" for total in by_size]),
        ("memory", [_gib(total.memory_gib) for total in by_size]),
        ("EFA interfaces", [f"{total.efa_interfaces:,}" for total in by_size]),
        ("EFA bandwidth", [_gbps(total.efa_bandwidth_gbps) for total in by_size]),
        ("NVMe instance store", [f"{total.instance_store_gb / 1000:,.1f} TB" for total in by_size]),
        *(
            (f"quota {_quota(need)}", [f"{need.vcpus[size]:,} vCPU" for size in SIZES])
            for need in report.quotas
        ),
        ("cost an hour", [_usd(report, size, hours=1) for size in SIZES]),
        ("cost of 30 days", [_usd(report, size, hours=_HOURS_OF_30_DAYS) for size in SIZES]),
    ]
    return [
        (name, values)
        for name, values in rows
        if set(values) - {"0", "-", "0.0 TB", "0 GiB", "0 Gbps"}
    ]


def notes_of(report: Report) -> Sequence[str]:
    """Tell what there is for it, and what prices leave out, once for each thing."""
    lines = [line for size in SIZES for line in report.costs[size] if line.note is not None]
    unknown = dict.fromkeys(f"{line.what.rpartition(' x ')[2]}: {line.note}" for line in lines)
    return [*told(report.survey, report.kubernetes_version), *unknown, NOTE]


def as_json(report: Report) -> Mapping[str, object]:
    """Give the report for programs; names and shapes only ever gain members."""
    return {
        "cluster": report.cluster,
        "region": report.region,
        "kubernetes_version": report.kubernetes_version,
        "warnings": [*report.warnings],
        "sizes": {
            size: {
                **asdict(report.totals[size]),
                "usd_per_hour": round(report.usd_per_hour(size), 4),
                "has_unknown_costs": report.has_unknown_costs(size),
                "costs": [asdict(line) for line in report.costs[size]],
            }
            for size in SIZES
        },
        "quotas": [asdict(need) for need in report.quotas],
        **as_members(report.survey),
        "prices": {"region": REGION, "as_of": as_of().isoformat()},
    }


def _models(accelerators: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {model}" for model, count in accelerators.items()) or "-"


def _gib(amount: int) -> str:
    return f"{amount:,} GiB"


def _gbps(amount: int | None) -> str:
    return "not known" if amount is None else f"{amount:,} Gbps"


def _quota(need: QuotaNeed) -> str:
    code = need.quota.code
    return f"{need.quota.name} ({code or 'code not known'})"


def _usd(report: Report, size: Size, *, hours: int) -> str:
    more = " and more" if report.has_unknown_costs(size) else ""
    amount = report.usd_per_hour(size) * hours
    return f"${amount:,.2f}{more}" if hours == 1 else f"${amount:,.0f}{more}"
