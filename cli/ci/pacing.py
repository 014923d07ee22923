"""How fast GitHub may be written to.

Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api (at most 80
requests a minute, and 500 an hour, that make content) and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api (a second
between two that change something; what to wait after a refusal).
"""

from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType

#: How many requests may change something within how many seconds. A second each is below 80 a
#: minute.
_ALLOWED: Mapping[int, float] = MappingProxyType({1: 1.0, 500: 3600.0})
_REFUSED_FOR_NOW = frozenset({403, 429})
#: What to wait, at first, where a refusal does not say.
_AT_LEAST_SECONDS = 60.0
_TRIES = 5
#: Longer than any window of GitHub's is no pace any more.
_AT_MOST_SECONDS = 3600.0


class Pace:
    """Keeps requests apart.

    Args:
        clock: Gives the seconds since 1970.
        sleep: Waits for so many seconds.
    """

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._sent: deque[float] = deque(maxlen=max(_ALLOWED))

    def before_a_change(self) -> None:
        """Wait until one more request may change something."""
        now = self._clock()
        until = max(
            (
                self._sent[-count] + seconds
                for count, seconds in _ALLOWED.items()
                if len(self._sent) >= count
            ),
            default=now,
        )
        if until > now:
            self._sleep(until - now)
        self._sent.append(max(until, now))

    def after_a_refusal(
        self, status: int, headers: Mapping[str, str], body: str, tries: int
    ) -> bool:
        """Wait as long as a refusal asks for; return whether to try again.

        Args:
            status: HTTP's status.
            headers: The headers of the answer, by name in lower case.
            body: Its body.
            tries: How often the request was tried.
        """
        seconds = self._asked_for(status, headers, body, tries)
        if seconds is None or seconds > _AT_MOST_SECONDS or tries >= _TRIES:
            return False
        self._sleep(seconds)
        return True

    def _asked_for(
        self, status: int, headers: Mapping[str, str], body: str, tries: int
    ) -> float | None:
        if status not in _REFUSED_FOR_NOW:
            return None
        if headers.get("retry-after", "").isdecimal():
            return float(headers["retry-after"])
        reset = headers.get("x-ratelimit-reset", "")
        if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
            return max(float(reset) - self._clock(), 0.0) + 1
        if "rate limit" in body.lower():
            return _AT_LEAST_SECONDS * 2.0 ** (tries - 1)
        # A permission that is lacking comes with the same status, and no wait helps.
        return None
