"""What a delegation is told of its own ballot."""

from bot.cards.action import action
from bot.cards.card import Button, Card, Emphasis, Field, Tone
from bot.cards.names import flagged, name_of
from bot.domain.ballot import Choice
from bot.domain.events import BallotCast
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter


def receipt_card(motion: Motion, event: BallotCast, member: Member, say: Interpreter) -> Card:
    """Confirm a recorded ballot: state, motion, ballot, time, who cast it, and until when it may be changed."""
    message = "card.receipt.changed" if event.previous not in {None, event.choice} else "card.receipt.cast"
    changeable = motion.rules is not None and motion.rules.changeable and motion.course.call is None
    return Card(
        title=say.words("card.receipt.title", motion=motion.number),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say(
                message,
                member=flagged(member, say),
                choice=event.choice,
                previous=event.previous or "",
                title=motion.title,
            ),
        ),
        fields=(
            Field(name=say.words("card.receipt.at"), value=(say.moment(event.cast_at),)),
            Field(
                name=say.words("card.receipt.by"),
                value=say.say("card.receipt.caster", role=event.role, platform=event.account.platform),
            ),
            *(
                (Field(name=say.words("card.receipt.explanation"), value=(event.explanation,)),)
                if event.explanation
                else ()
            ),
        ),
        footer=say.say("card.receipt.changeable", closes_at=motion.closes_at)
        if changeable
        else say.say("card.receipt.final"),
    )


def confirmation_card(motion: Motion, member: Member, choice: Choice, say: Interpreter) -> Card:
    """Ask for the second tap where a ballot cannot be changed (spec: rules, deciding 7)."""
    return Card(
        title=say.words("card.confirm.title", motion=motion.number),
        paragraphs=(
            say.say(
                "card.confirm.question",
                member=name_of(member, say.language),
                choice=choice,
                motion=motion.number,
            ),
        ),
        buttons=(
            Button(
                label=say.words("button.confirm", choice=choice),
                action=action("vote.cast", motion.number, choice.value, "", "yes"),
                emphasis=Emphasis.PRIMARY,
            ),
        ),
    )
