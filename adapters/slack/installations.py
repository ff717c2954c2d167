"""Slack's installations in the house's own database, through the one writer: the stores that Bolt asks for.

The app's own installation in a workspace, with its token, stands in one place; what a person gave when they installed
the app stands apart and holds no copy of that token. So a token that is renewed or revoked is so for everybody.
Reference: ``slack_sdk.oauth.installation_store`` and ``slack_sdk.oauth.state_store``.
"""

import json
import logging
from datetime import UTC, datetime, timedelta
from logging import Logger
from secrets import token_urlsafe
from typing import Any, Final

from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.ports import Clock, Installation, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

STATE_BYTES: Final = 32
"""Chance in a state: nobody guesses one within its minutes."""
BOTS_OWN: Final = (
    "bot_token", "bot_id", "bot_user_id", "bot_scopes", "bot_refresh_token", "bot_token_expires_at",
)  # fmt: skip
"""What an installation of slack_sdk says of the app itself, and ``Bot`` says too."""


class InstallationStore(AsyncInstallationStore):
    """The installations, with the methods of slack_sdk's store. Each raises NotRecorded where the database fails."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @property
    def logger(self) -> Logger:
        """Give the log of this store."""
        return log

    async def async_save(self, installation: SlackInstallation) -> None:
        """Keep an installation: the app's own part in one row, the person's in another, in one transaction."""
        own = None if installation.bot_token is None else _of_bot(installation.to_bot())
        given = _of_person(installation)

        def keep(uow: UnitOfWork) -> None:
            uow.installations.keep(given)
            if own is not None:
                uow.installations.keep(own)

        await self._writer.write(keep)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep the app's own part alone, as after its token was renewed."""
        await self._writer.write(lambda uow: uow.installations.keep(_of_bot(bot)))

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Find the app's own part in a workspace, or in a whole organisation."""
        place = place_of(enterprise_id, team_id, whole=bool(is_enterprise_install))
        return await self.bot(place)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> SlackInstallation | None:
        """Find what a person gave, or the last person who installed the app, with the app's part as it stands now."""
        place = place_of(enterprise_id, team_id, whole=bool(is_enterprise_install))

        def look(uow: UnitOfWork) -> tuple[Installation | None, Installation | None]:
            found = uow.installations
            given = found.newest(place) if user_id is None else found.find(place, holder=user_id)
            return given, found.find(place)

        given, own = await self._writer.read(look)
        return None if given is None else _installation(given, own)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the app's own part, and with it the token."""
        place = place_of(enterprise_id, team_id)
        await self._writer.write(lambda uow: uow.installations.drop(place))

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget what a person gave, or what everybody did."""
        place = place_of(enterprise_id, team_id)
        if user_id is None:
            await self._writer.write(lambda uow: uow.installations.drop_people(place))
        else:
            await self._writer.write(lambda uow: uow.installations.drop(place, holder=user_id))

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget everything of a workspace or an organisation, in one transaction."""
        await self.forget(place_of(enterprise_id, team_id))

    async def forget(self, place: str) -> None:
        """Forget everything of a place."""

        def forget(uow: UnitOfWork) -> None:
            uow.installations.drop(place)
            uow.installations.drop_people(place)

        await self._writer.write(forget)

    async def bot(self, place: str) -> Bot | None:
        """Give the app's own part in a place."""
        found = await self._writer.read(lambda uow: uow.installations.find(place))
        return None if found is None else _bot(found)

    async def bots_of(self, organisation: str) -> tuple[Bot, ...]:
        """Give the app's own part in each workspace of an organisation that has it, newest first."""
        found = await self._writer.read(lambda uow: uow.installations.of_organisation(organisation))
        return tuple(map(_bot, found))

    async def bots(self) -> tuple[Bot, ...]:
        """Give the app's own part everywhere."""
        return tuple(map(_bot, await self._writer.read(lambda uow: uow.installations.every())))


class StateStore(AsyncOAuthStateStore):
    """The installations under way: a state is issued, and consumed once while it is young."""

    def __init__(self, writer: Writer, clock: Clock, *, life: timedelta) -> None:
        self._writer = writer
        self._clock = clock
        self._life = life

    @property
    def logger(self) -> Logger:
        """Give the log of this store."""
        return log

    async def async_issue(self, *_: Any, **__: Any) -> str:  # noqa: ANN401 - the library's form
        """Give a new state."""
        state, now = token_urlsafe(STATE_BYTES), self._clock.now()
        await self._writer.write(lambda uow: uow.installations.begin(state, now=now, until=now + self._life))
        return state

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state was issued, is not overdue and was not consumed; from now on it is."""
        now = self._clock.now()
        return await self._writer.write(lambda uow: uow.installations.finish(state, now=now))


def place_of(enterprise_id: str | None, team_id: str | None, *, whole: bool = False) -> str:
    """Give where an installation is known: its workspace, or its organisation where that has it as a whole."""
    return str((enterprise_id if whole else team_id or enterprise_id) or "")


def place_of_bot(bot: Bot) -> str:
    """Give where the app's own part is known."""
    return place_of(bot.enterprise_id, bot.team_id, whole=bool(bot.is_enterprise_install))


def _of_bot(bot: Bot) -> Installation:
    return Installation(
        place=place_of_bot(bot),
        organisation=bot.enterprise_id or "",
        installed_at=datetime.fromtimestamp(bot.installed_at, UTC),
        facts=_written(bot.to_dict_for_copying()),
    )


def _of_person(installation: SlackInstallation) -> Installation:
    facts = installation.to_dict_for_copying()
    return Installation(
        place=place_of(installation.enterprise_id, installation.team_id, whole=installation.is_enterprise_install),
        organisation=installation.enterprise_id or "",
        holder=installation.user_id,
        installed_at=datetime.fromtimestamp(installation.installed_at, UTC),
        facts=_written({name: fact for name, fact in facts.items() if name not in BOTS_OWN}),
    )


def _written(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=_instant)


def _instant(value: object) -> str:
    """Write an instant as slack_sdk reads it back."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _bot(kept: Installation) -> Bot:
    return Bot(**_read(kept))


def _installation(given: Installation, own: Installation | None) -> SlackInstallation:
    facts = {} if own is None else _read(own)
    return SlackInstallation(**_read(given), **{name: facts[name] for name in BOTS_OWN if facts.get(name) is not None})


def _read(kept: Installation) -> dict[str, Any]:
    """Read what was written of an installation; an empty list of scopes is written as none."""
    facts: dict[str, Any] = json.loads(kept.facts)
    return {name: fact for name, fact in facts.items() if fact is not None}
