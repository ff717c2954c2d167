"""The phases of a motion, and every move between them.

``PHASE_MOVES`` is the whole life of a motion, and ``docs/states.md`` is written from it. A phase is never stored: it
follows from what has been recorded (tabled, seconded, opened, decided, …) and from the clock (``bot.domain.motion``).
No job needs to have run for a phase to be right: a ballot after the deadline is late whether or not anyone has closed
the vote, and a proposal without its seconds has lapsed whether or not anyone has said so.

A motion is dealt with *before the vote* while its text can change; it is *in the vote* from the opening on, with rules
and roll frozen; and it is *decided* once the result stands. Whatever the clock brings about is judged by its instant,
inclusive, and recorded afterwards by whoever comes first.
"""

from enum import StrEnum

from bot.domain.moves import Move, moves


class Phase(StrEnum):
    """Where a motion stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DEBATE = "debate"
    POSTPONED = "postponed"
    VOTING = "voting"
    SILENCE = "silence"
    COUNTING = "counting"
    ADOPTED = "adopted"
    ADOPTED_WITHOUT_VOTE = "adopted without a vote"
    IN_EFFECT = "in effect"
    NOT_ADOPTED = "not adopted"
    NO_QUORUM = "no quorum"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    RESCINDED = "rescinded"


FINAL_PHASES = frozenset({Phase.NOT_ADOPTED, Phase.LAPSED, Phase.WITHDRAWN, Phase.VOID, Phase.RESCINDED})
"""The phases that nothing follows. An adopted text may still take effect or be rescinded, a missed quorum re-opened."""

DECIDED_PHASES = frozenset(
    {Phase.ADOPTED, Phase.ADOPTED_WITHOUT_VOTE, Phase.IN_EFFECT, Phase.NOT_ADOPTED, Phase.NO_QUORUM, Phase.RESCINDED}
)
"""The phases in which a result stands on the record."""

ADOPTED_PHASES = frozenset({Phase.ADOPTED, Phase.ADOPTED_WITHOUT_VOTE, Phase.IN_EFFECT})
"""The phases in which an adopted text holds."""

HOLDING = ADOPTED_PHASES | {Phase.RESCINDED}
"""The phases in which what members joined and promised stands: a rescinded text too, until they withdraw it."""

BEFORE_VOTING = frozenset({Phase.DRAFT, Phase.PROPOSED, Phase.DEBATE, Phase.POSTPONED})
"""The phases in which the text can still change."""


PHASE_MOVES: tuple[Move[Phase], ...] = moves(
    (None, Phase.DRAFT, "it is entered as a draft", "MotionTabled"),
    (None, Phase.PROPOSED, "a member proposes it, and its kind asks for seconds", "MotionTabled"),
    (None, Phase.DEBATE, "the secretariat tables it, or a member where no seconds are needed", "MotionTabled"),
    (Phase.DRAFT, Phase.DEBATE, "the secretariat tables the draft", "DraftTabled"),
    (Phase.DRAFT, Phase.WITHDRAWN, "the draft is withdrawn", "MotionEnded"),
    (Phase.PROPOSED, Phase.DEBATE, "enough members have seconded it", "MotionSeconded, MotionScheduled"),
    (Phase.PROPOSED, Phase.LAPSED, "the clock, without enough seconds by the time", "MotionEnded"),
    (Phase.PROPOSED, Phase.WITHDRAWN, "its mover", "MotionEnded"),
    (Phase.PROPOSED, Phase.VOID, "the chair", "MotionEnded"),
    (Phase.DEBATE, Phase.POSTPONED, "the secretariat adjourns the debate", "DebateAdjourned"),
    (Phase.POSTPONED, Phase.DEBATE, "the debate is resumed, or the clock at the instant named", "DebateResumed"),
    (Phase.POSTPONED, Phase.WITHDRAWN, "its mover", "MotionEnded"),
    (Phase.POSTPONED, Phase.VOID, "the chair", "MotionEnded"),
    (Phase.DEBATE, Phase.WITHDRAWN, "its mover, while it is unamended", "MotionEnded"),
    (Phase.DEBATE, Phase.VOID, "the chair, or another amendment that leaves no room for it", "MotionEnded"),
    (
        Phase.DEBATE,
        Phase.ADOPTED_WITHOUT_VOTE,
        "consensus: nobody objects; or the mover accepts an amendment",
        "MotionDecided, MotionEnded",
    ),
    (Phase.DEBATE, Phase.NOT_ADOPTED, "each of its paragraphs was rejected by itself", "MotionEnded"),
    (Phase.DEBATE, Phase.VOTING, "the clock, when debate and notice have run and nothing holds it", "VotingOpened"),
    (Phase.DEBATE, Phase.SILENCE, "the clock, when every entitled member has a credential", "VotingOpened"),
    (Phase.SILENCE, Phase.COUNTING, "the clock, at the expiry (inclusive)", "none: derived"),
    (Phase.SILENCE, Phase.VOID, "the chair", "MotionEnded"),
    (Phase.VOTING, Phase.VOID, "the end of the motion before whose vote it was to be decided", "MotionEnded"),
    (Phase.COUNTING, Phase.VOID, "likewise", "MotionEnded"),
    (Phase.VOTING, Phase.COUNTING, "the clock, at the deadline (inclusive); the last call of a roll", "none: derived"),
    (
        Phase.COUNTING,
        Phase.VOTING,
        "an outage that moves the deadline; a tie that calls for a second vote",
        "DeadlineMoved, VotingReopened",
    ),
    (Phase.COUNTING, Phase.SILENCE, "an outage that moves the expiry", "DeadlineMoved"),
    (Phase.COUNTING, Phase.ADOPTED, "the motion's own rule holds", "MotionDecided"),
    (Phase.COUNTING, Phase.ADOPTED_WITHOUT_VOTE, "silence unbroken, consensus", "MotionDecided"),
    (Phase.COUNTING, Phase.NOT_ADOPTED, "the rule does not hold; silence broken", "MotionDecided"),
    (Phase.COUNTING, Phase.NO_QUORUM, "the quorum was not reached", "MotionDecided"),
    (Phase.VOTING, Phase.ADOPTED, 'close = "decided": final ballots make it certain, after min_open', "MotionDecided"),
    (
        Phase.VOTING,
        Phase.NOT_ADOPTED,
        'close = "decided": final ballots make it certain, after min_open',
        "MotionDecided",
    ),
    (Phase.NO_QUORUM, Phase.VOTING, "the secretariat re-opens it, once", "VotingReopened"),
    (Phase.ADOPTED, Phase.IN_EFFECT, "the clock, where the text takes effect at an instant", "none: derived"),
    (Phase.ADOPTED_WITHOUT_VOTE, Phase.IN_EFFECT, "the clock, likewise", "none: derived"),
    (Phase.ADOPTED, Phase.RESCINDED, "a rescission is adopted", "MotionEnded"),
    (Phase.ADOPTED_WITHOUT_VOTE, Phase.RESCINDED, "a rescission is adopted", "MotionEnded"),
    (Phase.IN_EFFECT, Phase.RESCINDED, "a rescission is adopted", "MotionEnded"),
)
