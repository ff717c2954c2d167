"""The voting board of a motion as a picture: every place on the roll once, by what it did."""

from bot.cards.picture import Board, Mark, Picture, Seat
from bot.cards.results import result_sentence, tally_phrase
from bot.cards.views import MotionView
from bot.domain.ballot import Choice
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words


def board_of(view: MotionView, say: Interpreter) -> Picture | None:
    """Give the board of a vote that has a result; None where no ballots were cast, as in silence and consensus."""
    result, rules = view.motion.result, view.motion.rules
    if result is None or rules is None or result.without_vote or view.election is not None or not view.electors:
        return None
    marks = _marks(view)
    told = (words(result_sentence(view, say)), words(tally_phrase(view, say)))
    title = say.words("board.title", motion=view.motion.number, outcome=result.outcome)
    return Picture(
        name=f"M-{view.motion.number}-board",
        title=title,
        text="\n".join((title, *told)),
        repeats=True,
        board=Board(
            seats=tuple(Seat(code=code, mark=marks[code]) for code in sorted(marks)),
            legend=_legend(view, say),
            lines=(told[0],),
        ),
    )


def _marks(view: MotionView) -> dict[str, Mark]:
    """Tell what each place on the roll did."""
    marks = {str(elector.member): Mark.APART for elector in view.electors}
    for mark, choice in ((Mark.YES, Choice.YES), (Mark.NO, Choice.NO), (Mark.ABSTAIN, Choice.ABSTAIN)):
        marks |= dict.fromkeys(map(str, view.voted(choice)), mark)
    return marks | dict.fromkeys(map(str, view.silent), Mark.SILENT)


def _legend(view: MotionView, say: Interpreter) -> tuple[tuple[Mark, str], ...]:
    counts = {
        Mark.YES: len(view.voted(Choice.YES)),
        Mark.NO: len(view.voted(Choice.NO)),
        Mark.ABSTAIN: len(view.voted(Choice.ABSTAIN)),
        Mark.SILENT: len(view.silent),
        Mark.APART: len(view.not_participating) + len(view.suspended),
    }
    return tuple((mark, say.words(f"board.{mark.value}", count=count)) for mark, count in counts.items())
