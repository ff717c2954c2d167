"""Signs that phones and documents put in the place of those on a keyboard, where a number or a date is meant."""

from typing import Final

_KEYS: Final = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "’": "'", "‘": "'"})


def plainly(text: str) -> str:
    """Write hyphens and apostrophes as a keyboard has them; for what is read, never for what is shown."""
    return text.translate(_KEYS)
