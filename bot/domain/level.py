"""The level at which a session is held."""

from enum import StrEnum


class Level(StrEnum):
    """Who sits for the members at a session."""

    PERMANENT_REPRESENTATIVES = "permanent-representatives"
    POLITICAL_DIRECTORS = "political-directors"
    MINISTERS = "ministers"
    SUMMIT = "summit"
