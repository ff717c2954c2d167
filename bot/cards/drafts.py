"""What the card of a draft tells of its clearing: who has cleared it, and what political directors said."""

from collections.abc import Iterator

from bot.cards.card import Field
from bot.cards.names import list_of, with_flag
from bot.cards.views import MotionView
from bot.locales.catalogue import Interpreter


def clearing_fields(view: MotionView, say: Interpreter, *, whole: bool) -> Iterator[Field]:
    """Give who has cleared a draft, and its comments: all of them word for word, or how many there are."""
    if not view.motion.course.draft:
        return
    cleared, comments = view.clearing.cleared, view.clearing.comments
    told = list_of(view.members, cleared, say) if cleared else say.words("card.draft.nobody")
    yield Field(name=say.words("card.draft.cleared"), value=(told,), wide=True)
    if not whole and comments:
        name = say.words("card.draft.comments")
        yield Field(name=name, value=say.say_count("card.draft.comments_value", len(comments)))
    for comment in comments if whole else ():
        name = say.words("card.draft.comment", member=with_flag(view.members, comment.member, say))
        yield Field(name=name, value=(comment.text,), wide=True)
