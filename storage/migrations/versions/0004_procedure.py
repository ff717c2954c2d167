"""The whole course of a motion: what it bears on, its seconds, its texts; statements, notes verbales, the presidency.

What happened to a motion of an earlier version beyond its row is read from the journal: its first entry, and each move
of its deadline. SQLite cannot add a constraint, so two of its tables are built anew; no trigger stands on them.
"""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words
from storage.upcasting import rules_of_version_2, rules_of_version_3

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEARINGS = (
    "amendment",
    "paragraph",
    "recusal",
    "challenge",
    "appeal",
    "reconsideration",
    "rescission",
    "forwarded",
    "taken over",
    "taken again",
)
CHOICES = ("yes", "no", "abstain")
DUE = ("lapse", "opening", "turn", "reminder", "closing")
DECIDED = (
    "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (reasons IS NULL)"
    " AND (outcome IS NULL) = (tally IS NULL)"
)
OLD_COLUMNS = (
    "alliance, number, kind, body, title, text, mover, concerned, sponsors, document, impact, urgent, tabled_at, "
    "opens_at, closes_at, extended_for, settled_until, awaits_return, reminded_at, rules, outcome, reasons, tally, "
    "decided_at"
)
COURSE: Mapping[str, Any] = {
    "procedure": "vote",
    "draft": False,
    "tabled_seq": 0,
    "parent": None,
    "bearing": None,
    "proposed_kind": None,
    "paragraph": None,
    "ruling": None,
    "seconding": None,
    "held_by": [],
    "under_vote": None,
    "earlier_texts": [],
    "recused": [],
    "adjournment": None,
    "consensus": None,
    "silence": None,
    "first_closes_at": None,
    "moves": [],
    "call": None,
    "lost": [],
    "round": 1,
    "casting_vote": None,
    "contestable_until": None,
    "ending": None,
    "serial": None,
    "year": None,
    "takes_effect_at": None,
}


def one_of(check: str, *values: str) -> sa.Enum:
    """Make the type of a column that holds one of a few words."""
    return sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=64)


def sized(table: str, column: str, low: int, high: int) -> sa.CheckConstraint:
    """Bound the length of a text."""
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_{table}_{column}_size")


def counted(table: str, column: str, low: int = 1) -> sa.CheckConstraint:
    """Bound a number."""
    return sa.CheckConstraint(f"{column} BETWEEN {low} AND 9000000000000", name=f"ck_{table}_{column}_range")


def code(name: str, *, optional: bool = False) -> sa.Column[str]:
    """Make a column of a code."""
    return sa.Column(name, Words(64), nullable=optional)


def number(name: str, *, optional: bool = False) -> sa.Column[int]:
    """Make a column of a number that someone else counts."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=optional)


def upgrade() -> None:
    """Give motions their course, and make the tables of what hangs on them and of who presides."""
    facts = facts_of_motions()
    if op.get_bind().dialect.name == "sqlite":
        rebuild_motions()
        rebuild_deadlines()
    else:
        alter_motions()
        alter_deadlines()
    op.create_index("ix_motion_parent", "motion", ["alliance", "parent"])
    in_vote = sa.text("rules IS NOT NULL AND outcome IS NULL")
    op.create_index("ix_motion_in_vote", "motion", ["alliance"], sqlite_where=in_vote, postgresql_where=in_vote)
    write_courses(facts)
    rewrite_answers()
    create_statements()
    create_notes()
    create_presidency()


def facts_of_motions() -> dict[tuple[str, int], dict[str, Any]]:
    """Read from the journal what the rows of motions do not tell: the first entry, and each move of the deadline."""
    journal = sa.table("journal", *(sa.column(name) for name in ("alliance", "seq", "body")))
    told = sa.or_(*(journal.c.body.contains(f'"event":"{name}"') for name in ("MotionTabled", "DeadlineMoved")))
    wanted = sa.select(journal).where(told).order_by(journal.c.alliance, journal.c.seq)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for alliance, seq, body in op.get_bind().execute(wanted):
        entry = json.loads(body)
        facts = entry["facts"]
        if entry["event"] == "MotionTabled":
            course = {"tabled_seq": seq, "first_closes_at": facts["closes_at"], "moves": []}
            found[alliance, facts["motion"]] = course
        elif entry["event"] == "DeadlineMoved":
            found[alliance, facts["motion"]]["moves"].append(facts["reason"])
    return found


def write_courses(facts: Mapping[tuple[str, int], Mapping[str, Any]]) -> None:
    """Give each motion its course and its complete rules, as a replay of the journal gives them."""
    motion = sa.table("motion", *(sa.column(name) for name in ("alliance", "number", "rules", "course")))
    for alliance, which, rules, _ in op.get_bind().execute(sa.select(motion)).all():
        course = {**COURSE, **facts[alliance, which]}
        if rules is None:
            course["first_closes_at"] = None
        complete = None if rules is None else written(rules_of_version_3(rules_of_version_2(json.loads(rules))))
        of = (motion.c.alliance == alliance) & (motion.c.number == which)
        op.execute(sa.update(motion).where(of).values(course=written(course), rules=complete))


def rewrite_answers() -> None:
    """Say of the instants in the answers that are kept that they read by the minute, as all did."""
    answer = sa.table("answer", sa.column("key"), sa.column("card"))
    for key, card in op.get_bind().execute(sa.select(answer)).all():
        told = written(by_the_minute(json.loads(card)))
        if told != card:
            op.execute(sa.update(answer).where(answer.c.key == key).values(card=told))


def by_the_minute(value: object) -> object:
    """Give a value of a card with each instant in it complete."""
    if isinstance(value, list):
        return [by_the_minute(each) for each in value]
    if not isinstance(value, dict):
        return value
    whole = {name: by_the_minute(each) for name, each in value.items()}
    return {"exact": False, **whole} if whole.keys() == {"at", "words"} else whole


def written(value: object) -> str:
    """Write a value in the record's one form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def alter_motions() -> None:
    """Change the table of motions in place."""
    op.add_column("motion", sa.Column("without_vote", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("motion", "without_vote", server_default=None)
    op.add_column("motion", number("parent", optional=True))
    op.add_column("motion", sa.Column("bearing", one_of("ck_motion_bearing", *BEARINGS), nullable=True))
    op.add_column("motion", number("serial", optional=True))
    op.add_column("motion", number("year", optional=True))
    op.add_column("motion", sa.Column("course", Words(2000000), nullable=False, server_default="{}"))
    op.alter_column("motion", "course", server_default=None)


def alter_deadlines() -> None:
    """Let deadlines be of the new kinds."""
    op.drop_constraint(op.f("ck_deadline_what"), "deadline", type_="check")
    op.create_check_constraint(op.f("ck_deadline_what"), "deadline", f"what IN ({', '.join(map(repr, DUE))})")


def rebuild_motions() -> None:
    """Make the table of motions anew beside the old one, fill it, and put it in its place."""
    op.create_table(
        "motion_new",
        code("alliance"),
        number("number"),
        code("kind"),
        code("body"),
        sa.Column("title", Words(500), nullable=False),
        sa.Column("text", Words(100000), nullable=False),
        code("mover", optional=True),
        code("concerned", optional=True),
        sa.Column("sponsors", Words(2000000), nullable=False),
        sa.Column("document", Words(100000), nullable=False),
        sa.Column("impact", Words(100000), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("tabled_at", UtcDateTime(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("extended_for", Words(100000), nullable=True),
        sa.Column("settled_until", UtcDateTime(), nullable=True),
        sa.Column("awaits_return", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("rules", Words(2000000), nullable=True),
        sa.Column(
            "outcome",
            one_of("ck_motion_outcome", "adopted", "not adopted", "no quorum", "tied", "open"),
            nullable=True,
        ),
        sa.Column("reasons", Words(2000000), nullable=True),
        sa.Column("tally", Words(2000000), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("without_vote", sa.Boolean(), nullable=False),
        number("parent", optional=True),
        sa.Column("bearing", one_of("ck_motion_bearing", *BEARINGS), nullable=True),
        number("serial", optional=True),
        number("year", optional=True),
        sa.Column("course", Words(2000000), nullable=False),
        sa.CheckConstraint(DECIDED, name="ck_motion_decided"),
        *(
            sized("motion", column, low, high)
            for column, low, high in (
                ("body", 1, 64),
                ("document", 0, 100000),
                ("extended_for", 1, 100000),
                ("impact", 0, 100000),
                ("kind", 1, 64),
                ("text", 0, 100000),
                ("title", 1, 500),
            )
        ),
        counted("motion", "number"),
        sa.ForeignKeyConstraint(
            ["alliance", "mover"], ["member.alliance", "member.code"], name=op.f("fk_motion_alliance_member")
        ),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_motion_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_motion")),
    )
    op.execute(
        f"INSERT INTO motion_new ({OLD_COLUMNS}, without_vote, course) "  # noqa: S608 (names of columns, written above)
        f"SELECT {OLD_COLUMNS}, 0, '{{}}' FROM motion"
    )
    op.drop_table("motion")
    op.rename_table("motion_new", "motion")


def rebuild_deadlines() -> None:
    """Make the table of deadlines anew with its new kinds, fill it, and put it in its place."""
    op.create_table(
        "deadline_new",
        code("alliance"),
        code("subject"),
        sa.Column("what", one_of("ck_deadline_what", *DUE), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sized("deadline", "subject", 1, 64),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_deadline_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "subject", "what", "due_at", name=op.f("pk_deadline")),
    )
    columns = "alliance, subject, what, due_at"
    op.execute(f"INSERT INTO deadline_new ({columns}) SELECT {columns} FROM deadline")  # noqa: S608 (written above)
    op.drop_table("deadline")
    op.rename_table("deadline_new", "deadline")
    op.create_index("ix_deadline_due", "deadline", ["due_at", "alliance"])


def of_motion(table: str) -> sa.ForeignKeyConstraint:
    """Bind a row to its motion."""
    name = op.f(f"fk_{table}_alliance_motion")
    return sa.ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"], name=name)


def of_member(table: str) -> sa.ForeignKeyConstraint:
    """Bind a row to its member."""
    name = op.f(f"fk_{table}_alliance_member")
    return sa.ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"], name=name)


def create_statements() -> None:
    """Create the table of explanations of vote."""
    op.create_table(
        "statement",
        code("alliance"),
        number("motion"),
        number("seq"),
        code("member"),
        sa.Column("text", Words(100000), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        counted("statement", "seq"),
        sized("statement", "text", 1, 100000),
        of_motion("statement"),
        of_member("statement"),
        sa.PrimaryKeyConstraint("alliance", "motion", "seq", name=op.f("pk_statement")),
    )


def create_notes() -> None:
    """Create the table of votes by note verbale."""
    op.create_table(
        "note",
        code("alliance"),
        number("motion"),
        number("seq"),
        code("member"),
        sa.Column("choice", one_of("ck_note_choice", *CHOICES), nullable=False),
        sa.Column("sender", Words(200), nullable=False),
        sa.Column("reference", Words(200), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("file", Words(100000), nullable=False),
        sa.Column("revokes", sa.Boolean(), nullable=False),
        sa.Column("officer", Words(120), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", Words(120), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("contestable_until", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_for", Words(100000), nullable=True),
        sa.Column("replaced", Words(2000000), nullable=True),
        counted("note", "seq"),
        sized("note", "sender", 1, 200),
        sized("note", "reference", 1, 200),
        sized("note", "file", 1, 100000),
        sized("note", "officer", 1, 120),
        sa.ForeignKeyConstraint(
            ["alliance", "motion", "member"],
            ["elector.alliance", "elector.motion", "elector.member"],
            name=op.f("fk_note_alliance_elector"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", "seq", name=op.f("pk_note")),
    )


def create_presidency() -> None:
    """Create the tables of the offices that were elected to, and of the rulings."""
    op.create_table(
        "office",
        code("alliance"),
        number("seq"),
        code("body"),
        sa.Column("office", one_of("ck_office_office", "chair", "vice-chair"), nullable=False),
        code("member"),
        sa.Column("since", UtcDateTime(), nullable=False),
        number("motion", optional=True),
        counted("office", "seq"),
        sized("office", "body", 1, 64),
        of_member("office"),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_office")),
    )
    op.create_table(
        "ruling",
        code("alliance"),
        number("number"),
        code("body"),
        code("member"),
        number("motion", optional=True),
        sa.Column("text", Words(100000), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        number("overturned_by", optional=True),
        counted("ruling", "number"),
        sized("ruling", "body", 1, 64),
        sized("ruling", "text", 1, 100000),
        of_member("ruling"),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_ruling")),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
