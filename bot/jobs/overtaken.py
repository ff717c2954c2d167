"""How a post is let go of that has nothing to say any more."""

from dataclasses import dataclass


@dataclass(kw_only=True, eq=False)
class Overtaken(Exception):
    """A notice has nothing to say any more: nobody is to be reminded of what has been done."""
