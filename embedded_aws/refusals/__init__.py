"""What AWS refuses and the emulator would carry out: in use, or impossible.

One file for each service. A row of its table says what is refused, when, with which error, and
where that is documented; a small pure function decides, on a `View` of what exists.
"""

from embedded_aws.refusals.refusals import REFUSALS, Refusals

__all__ = ["REFUSALS", "Refusals"]
