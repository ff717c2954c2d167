"""The identifiers of the domain, each its own type so that one cannot stand in for another."""

from typing import NewType

AllianceCode = NewType("AllianceCode", str)
"""Short name of an alliance, unique in a deployment, such as ``alliance-of-democracies``."""

MemberCode = NewType("MemberCode", str)
"""Short code of a member: ISO 3166-1 alpha-3 for a state, such as ``EST``."""

BodyName = NewType("BodyName", str)
"""Name of a body in the charter, such as ``council``."""

KindName = NewType("KindName", str)
"""Name of a kind of motion in the charter, such as ``sanctions``."""

WeightName = NewType("WeightName", str)
"""Name of a weight of members in the charter, such as ``population``."""

MotionNumber = NewType("MotionNumber", int)
"""Number of a motion within its alliance: 12 is written M-12."""

ReviewNumber = NewType("ReviewNumber", int)
"""Number of a review within its alliance: 3 is written R-3."""

SessionNumber = NewType("SessionNumber", int)
"""Number of a session within its alliance: 2 is written S-2."""

RequestNumber = NewType("RequestNumber", int)
"""Number of a request for support within its alliance: 4 is written Q-4."""

CriterionName = NewType("CriterionName", str)
"""Name of a criterion of membership in the charter, such as ``freedom-status``."""
