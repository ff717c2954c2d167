"""One seed for a run, and from it a generator of its own for each who draws, so that none disturbs another."""

from random import Random


def stream(seed: int, name: str) -> Random:
    """Give the generator that `name` draws from in the run with this seed."""
    return Random(f"{seed}:{name}")  # noqa: S311 - chance, not secrecy
