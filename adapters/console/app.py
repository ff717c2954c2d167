"""The console front: reads lines, speaks for whom it is told to, shows private replies.

``@EST /vote M-1 yes`` speaks as Estonia's head of delegation, ``@secretariat`` as an officer, ``@anna`` as the
account ``console:anna``. Whoever sits at the terminal has the database anyway, so the console gives offices and
states their credentials itself, on the record; any other account needs one given to it.
"""

import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from itertools import count
from threading import Thread
from typing import Final
from uuid import uuid4

from adapters.console.render import render, render_form
from bot.cards.card import Card, Form
from bot.cards.refusals import not_recorded_card, outcome_unknown_card
from bot.commands.administration import give_credential
from bot.dispatch import Chosen, Dispatcher, Invocation, Typed
from bot.domain.addresses import Account, Channel
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode
from bot.locales.catalogue import Interpreter
from bot.ports import Clock, NotRecorded, OutcomeUnknown, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

CHANNEL: Final = Channel("console:main")
READ_AT_ONCE: Final = 65_536
NAME_LIMIT: Final = 40
"""Characters of a console account's name."""
SECRETARIAT: Final = "secretariat"
REVIEWER: Final = "reviewer"

_SPEAKER: Final = re.compile(r"@(?P<speaker>[A-Za-z0-9_.-]{1,40})(?:\s+(?P<line>.*))?", re.DOTALL)

Ask = Callable[[str], Awaitable[str | None]]


class ConsoleFront:
    """Runs lines through the dispatcher as the speaker of each, and writes what comes back."""

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        writer: Writer,
        clock: Clock,
        alliance: AllianceCode,
        write: Callable[[str], None],
        say: Interpreter,
        speaker: str = SECRETARIAT,
        channel: Channel = CHANNEL,
    ) -> None:
        self._dispatcher = dispatcher
        self._writer = writer
        self._clock = clock
        self._alliance = alliance
        self._channel = channel
        self._write = write
        self._say = say
        self._run = uuid4().hex[:12]
        self._number = count(1)
        self._accounts: dict[str, Account] = {}
        self.speaker = speaker

    async def line(self, text: str, ask: Ask | None = None) -> Card | None:
        r"""Take one line; give the reply shown, or None for a line that only changes the speaker or says nothing.

        A text of several paragraphs is typed on the one line there is, with ``\n`` for each end of a line.
        """
        line = text.strip().replace("\\n", "\n")
        if not line or line.startswith("#"):
            return None
        spoken = _SPEAKER.fullmatch(line)
        speaker = spoken["speaker"] if spoken else self.speaker
        try:
            account = await self._account(speaker)
        except NotRecorded as lost:
            log.exception("speaker_not_found")
            unknown = isinstance(lost, OutcomeUnknown)
            return self._show((outcome_unknown_card if unknown else not_recorded_card)(self._say))
        if spoken and not spoken["line"]:
            self.speaker = speaker
            self._write(self._say.words("console.speaker", speaker=account.parts[0]))
            return None
        return await self._speak(account, (spoken["line"] or "") if spoken else line, ask)

    async def _speak(self, account: Account, line: str, ask: Ask | None) -> Card | None:
        reply = await self._dispatcher(self._invocation(account, Typed(line=line), takes_form=ask is not None))
        if isinstance(reply, Form):
            answers = await self._fill(reply, ask)
            if answers is None:
                self._write(self._say.words("console.form_left"))
                return None
            chosen = Chosen(path=reply.action, values=answers)
            reply = await self._dispatcher(self._invocation(account, chosen, takes_form=False))
        return self._show(reply) if isinstance(reply, Card) else None

    def _show(self, card: Card) -> Card:
        self._write("\n".join(render(card)))
        return card

    def _invocation(self, account: Account, request: Typed | Chosen, *, takes_form: bool) -> Invocation:
        return Invocation(
            key=f"console:{self._run}:{next(self._number)}",
            account=account,
            channel=self._channel,
            received_at=self._clock.now(),
            request=request,
            locale=self._say.language,
            takes_form=takes_form,
        )

    async def _fill(self, form: Form, ask: Ask | None) -> dict[str, str] | None:
        if ask is None:
            return None
        self._write("\n".join(render_form(form)))
        answers = {field.name: field.value for field in form.fields if field.value}
        for field in form.asked:
            if not field.value:
                answer = await ask(f"  {field.label} ({field.hint}): ")
                if answer is None:
                    return None
                answers[field.name] = answer
        return answers

    async def _account(self, speaker: str) -> Account:
        """Give a speaker's account, with its credential where an office or a state speaks for the first time."""
        if speaker not in self._accounts:
            self._accounts[speaker] = await self._writer.write(lambda uow: self._introduced(uow, speaker))
        return self._accounts[speaker]

    def _introduced(self, uow: UnitOfWork, speaker: str) -> Account:
        """Find the account that speaks under a name; a name that is no account's may be an office or a state."""
        now = self._clock.now()
        account = self._own(uow, speaker)
        if uow.credentials.of_account(self._alliance, account) is not None:
            return account
        office = {SECRETARIAT: Role.SECRETARIAT, REVIEWER: Role.REVIEWER}.get(speaker.casefold())
        code = MemberCode(speaker.upper())
        if office is None and uow.roster.member(self._alliance, code, now) is None:
            return account
        account = self._own(uow, speaker.casefold() if office else code)
        if uow.credentials.of_account(self._alliance, account) is None:
            member = None if office else code
            give_credential(
                uow, self._alliance, account=account, role=office or Role.HEAD, member=member, until=None, now=now
            )
        return account

    def _own(self, uow: UnitOfWork, name: str) -> Account:
        """Give the account of a name in this alliance: an account acts in one alliance, so another has its own."""
        account = Account.parse(f"console:{name}")
        if uow.alliances.of_account(account) in {None, self._alliance}:
            return account
        return Account.parse(f"console:{name}.{self._alliance}"[: len("console:") + NAME_LIMIT])


async def standard_input() -> AsyncIterator[str]:
    """Give the lines of standard input as they come, without holding up the loop; Ctrl-C ends them.

    They are read on a thread of its own, which a process that ends does not wait for.
    """
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, lines.put_nowait, None)

    def give(line: str | None) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(lines.put_nowait, line)

    def read() -> None:
        rest, more = b"", _reader()
        while chunk := more():
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                give(line.decode(errors="replace"))
        if rest:
            give(rest.decode(errors="replace"))
        give(None)

    Thread(target=read, name="standard input", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


def _reader() -> Callable[[], bytes]:
    """Give what reads the next bytes: past the buffer of a real file, whose lock would hold up a process that ends."""
    try:
        number = sys.stdin.fileno()
    except OSError:
        return partial(sys.stdin.buffer.read, READ_AT_ONCE)
    return partial(os.read, number, READ_AT_ONCE)
