"""``/delegate settings``: the language and the time zone in which a person is spoken to, and whether it has digests."""

from dataclasses import dataclass, replace

from bot.cards.card import Card
from bot.cards.delegations import preferences_card
from bot.commands.conduct.digests import keep_digest
from bot.commands.context import Context
from bot.commands.preferences import interpreter_for
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.credentials import Role
from bot.domain.events import DigestChosen, PreferencesSet


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPreferences:
    """A person chooses its language and time zone, or asks for them; an empty one is left open again."""

    language: str | None = None
    zone: str | None = None
    digest: bool | None = None


def set_preferences(request: SetPreferences, context: Context) -> Card:
    """Keep what was chosen, for private replies and direct messages; tell how it now is, in that language."""
    before = chosen = context.uow.delegations.preferences(context.alliance.code, context.account)
    if request.language is not None:
        chosen = replace(chosen, language=request.language or None)
    if request.zone is not None:
        chosen = replace(chosen, zone=request.zone or None)
    if request.language is not None or request.zone is not None:
        context.record(PreferencesSet(account=context.account, language=chosen.language, zone=chosen.zone))
        if context.credential is not None and context.credential.role is Role.HEAD and context.credential.member:
            keep_digest(context.uow, context.alliance, context.credential.member, now=context.now)
    refused = context.account in context.uow.digests.refused(context.alliance.code)
    if request.digest is not None and request.digest is refused:
        context.record(DigestChosen(account=context.account, wanted=request.digest))
    wanted = not refused if request.digest is None else request.digest
    language = context.interpreter.language if before.language is None else context.alliance.language
    say = interpreter_for(context.uow, context.alliance, context.account, language=language)
    return preferences_card(chosen, say, digest=wanted, now=context.now)


COMMANDS = (
    Command(
        noun="delegate",
        verb="settings",
        callers=frozenset({Caller.CREDENTIALED}),
        options=(
            Option(name="language", type=OptionType.LANGUAGE),
            Option(name="zone", type=OptionType.ZONE),
            Option(name="digest", type=OptionType.YES_NO),
        ),
        request=SetPreferences,
        handler=set_preferences,
        writes=True,
    ),
)
