"""What an alliance is and what its bot can do, told to whoever asks."""

from collections.abc import Iterable

from bot.cards.card import Card, Field, Table
from bot.domain.alliance import Alliance
from bot.domain.membership import Member, Status
from bot.locales.catalogue import Interpreter


def info_card(alliance: Alliance, roster: Iterable[Member], acts_for: str, say: Interpreter) -> Card:
    """Tell what this is: the alliance, its charter, its members, and who the reader is to it."""
    members = [member for member in roster if member.belongs]
    active = sum(member.status is Status.ACTIVE for member in members)
    bodies = ", ".join(
        f"{body.title.in_language(say.language)}" + (f" ({body.seats})" if body.seats is not None else "")
        for body in alliance.charter.bodies.values()
    )
    kinds = ", ".join(kind.title.in_language(say.language) for kind in alliance.charter.kinds.values())
    return Card(
        title=alliance.name,
        paragraphs=(say.say("card.info.text"), (acts_for,)),
        fields=(
            Field(name=say.words("card.info.charter"), value=(alliance.charter.title.in_language(say.language),)),
            Field(
                name=say.words("card.info.members"),
                value=say.say_count("card.info.members_value", len(members), active=active),
            ),
            Field(name=say.words("card.info.bodies"), value=(bodies,)),
            Field(name=say.words("card.info.kinds"), value=(kinds,)),
            Field(name=say.words("card.info.zone"), value=(alliance.time_zone.key,)),
        ),
        footer=say.say("card.info.footer"),
    )


def help_card(rows: tuple[tuple[str, str], ...], say: Interpreter) -> Card:
    """List the commands that the reader may use, with what each does."""
    columns = (say.words("card.help.command"), say.words("card.help.what"))
    return Card(
        title=say.words("card.help.title"),
        paragraphs=(say.say("card.help.text"),),
        table=Table(columns=columns, rows=rows),
    )


def usage_card(usage: str, summary: str, options: tuple[tuple[str, str], ...], say: Interpreter) -> Card:
    """Tell how one command is typed and what each of its options takes."""
    columns = (say.words("card.help.option"), say.words("card.help.takes"))
    return Card(
        title=usage,
        paragraphs=((summary,),),
        table=Table(columns=columns, rows=options) if options else None,
    )
