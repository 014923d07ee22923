"""Words, numbers and ARNs that may stand in a cluster file."""

from random import Random

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
ACCOUNT = "111122223333"


def word(
    random: Random, most: int, *, first: str = LETTERS, others: str = "", last: str = ""
) -> str:
    """Make a word of letters and digits, as short as possible now and then, and as long."""
    length = random.choice((1, 2, random.randint(3, most), random.randint(3, min(most, 12)), most))
    inner = LETTERS + DIGITS + others
    text = random.choice(first) + "".join(random.choice(inner) for _ in range(length - 1))
    if last and length > 1:
        text = text[:-1] + random.choice(last)
    return text


def some(random: Random, *values: object) -> object:
    return random.choice(values)


def chance(random: Random, share: float = 0.3) -> bool:
    return random.random() < share


def hexadecimal(random: Random, length: int = 17) -> str:
    return "".join(random.choice("0123456789abcdef") for _ in range(length))


def iam(random: Random, kind: str, account: str = ACCOUNT) -> str:
    path = random.choice(("", "", "team/", "a/b-c/"))
    name = word(random, 30, others="_+=,.@-", last=LETTERS)
    return f"arn:aws:iam::{account}:{kind}/{path}{name}"


def kms(random: Random, region: str) -> str:
    return f"arn:aws:kms:{region}:{ACCOUNT}:key/{hexadecimal(random, 8)}-12ab"


def label_key(random: Random) -> str:
    prefix = random.choice(("", "", "example.com/", "a.b-c.example/", "node.kubernetes.io/"))
    return prefix + word(random, 63 - len(prefix), others="_.-", last=LETTERS)


def label_value(random: Random) -> str:
    return word(random, 63, first=LETTERS.upper() + DIGITS, others="_.-", last=DIGITS)


def tag(random: Random, most: int) -> str:
    return word(random, most, first="Ttö中", others="_.:/=+-@ Ä", last="z")


def public_block(random: Random) -> str:
    return f"{random.randint(11, 99)}.{random.randint(0, 255)}.{random.randint(0, 255)}.0/24"
