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


def shown_once_card(card: Card, say: Interpreter) -> Card:
    """Give what is kept in the place of a card with a secret, and told where its act is delivered again."""
    told = (say.say("card.shown_once"),)
    return Card(title=card.title, tone=card.tone, paragraphs=told, language=say.language)


def binding_card(member: Member, act: str, confirmed: str | None, line: str, say: Interpreter) -> Card:
    """Ask for the second tap before an act binds a state, which is named (spec: membership, binding acts).

    ``act`` is what would be done; ``confirmed`` is the id of the button that does it, None where no button can carry
    what was typed; ``line`` is what to type instead.
    """
    name = flagged(member, say)
    buttons: tuple[Button, ...] = ()
    if confirmed is not None:
        label = say.words("button.bind", member=member.code)
        buttons = (Button(label=label, action=confirmed, emphasis=Emphasis.PRIMARY),)
    return Card(
        title=say.words("card.binding.title", member=name),
        paragraphs=(say.say("card.binding.question", member=name, act=act),),
        buttons=buttons,
        footer=say.say("card.binding.footer", line=line),
    )
