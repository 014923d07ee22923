"""Rules of buckets."""

import re
from collections.abc import Iterator

from modules.config.derived.buckets import bucket_name, made_buckets
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.strings import BUCKET_NAME
from modules.planning.names import ANY_ACCOUNT

#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_LONGEST_NAME = 63


def _buckets_have_names_of_s3(cluster: ClusterSections) -> Iterator[Problem]:
    for key, bucket in made_buckets(cluster).items():
        if bucket.name is not None:
            continue
        name = bucket_name(cluster, key, ANY_ACCOUNT)
        told = bucket_name(cluster, key, cluster.account_id or "<account>")
        over = len(name) - _LONGEST_NAME
        message = None
        if over > 0:
            message = (
                f"it would be called {told}, of {len(name)} characters where S3 takes "
                f"{_LONGEST_NAME}: shorten this name or that of the cluster by {over}, or add "
                "name: <name of the bucket>"
            )
        elif not re.fullmatch(BUCKET_NAME.pattern, name):
            message = (
                f"it would be called {told}, which {BUCKET_NAME.rule}; "
                "add name: <name of the bucket>"
            )
        if message is not None:
            yield Problem(("storage", "buckets", key), message, also=(("name",),))


def _buckets_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for key, bucket in sorted(cluster.storage.buckets.items()):
        path: Path = ("storage", "buckets", key)
        name = bucket_name(cluster, key, cluster.account_id or ANY_ACCOUNT)
        other = first.setdefault(name, path)
        if name == cluster.state.bucket:
            yield Problem(
                path,
                f"{name} holds Terraform's state, which whoever reads or writes the bucket would "
                "have in hand; use another bucket",
                also=(("state", "bucket"),),
            )
        elif other != path:
            yield Problem(
                path,
                f"{name} is {'.'.join(map(str, other))} already; name each bucket once",
                also=(other,),
            )
        elif bucket.access_log_bucket == name:
            # One that is named is looked at in its own section.
            message = "a bucket cannot log to itself without end; name another"
            yield Problem((*path, "access_log_bucket"), message)


def _used_buckets_are_there(cluster: ClusterSections) -> Iterator[Problem]:
    there = sorted(cluster.storage.buckets)
    for account, asked in cluster.service_accounts.items():
        seen: dict[str, Path] = {}
        for word, names in (("write", asked.write), ("read", asked.read)):
            for index, name in enumerate(names):
                path: Path = ("service_accounts", account, word, index)
                other = seen.setdefault(name, path)
                if name not in there:
                    yield Problem(
                        path,
                        f"storage.buckets has no {name!r}; it has {', '.join(there) or 'none'}",
                        also=(("storage", "buckets"),),
                    )
                elif other != path:
                    why = "whoever writes reads too" if other[2] != word else "it stands twice"
                    yield Problem(path, f"{why}; remove {name} here", also=(other,))


RULES = (_buckets_have_names_of_s3, _buckets_are_distinct, _used_buckets_are_there)
