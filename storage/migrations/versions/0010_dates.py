"""Several days of reassessment in a dossier, and the review that a commitment answers.

Of an earlier version a dossier has one day, or none, and no commitment says which review it answers.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DOSSIERS = sa.table("dossier", *(sa.column(name, sa.Text()) for name in ("alliance", "member", "state")))


def upgrade() -> None:
    """Write each dossier in its new shape."""
    connection = op.get_bind()
    for alliance, member, state in list(dossiers()):
        of_member = (DOSSIERS.c.alliance == alliance) & (DOSSIERS.c.member == member)
        connection.execute(sa.update(DOSSIERS).where(of_member).values(state=state))


def dossiers() -> Iterator[tuple[str, str, str]]:
    """Give each dossier as this version keeps it, in the record's one form."""
    for alliance, member, state in op.get_bind().execute(sa.select(DOSSIERS)):
        kept: dict[str, Any] = json.loads(state)
        day = kept.pop("reassess_at")
        kept["reassessments"] = [] if day is None else [day]
        kept["commitments"] = [{**each, "review": None} for each in kept["commitments"]]
        yield alliance, member, json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
