"""A clock that moves on when something sleeps, and at no other time."""


class Clock:
    """Seconds since 1970, and how long was slept."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        """Give the seconds since 1970."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.now += seconds
        self.slept.append(seconds)
