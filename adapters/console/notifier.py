"""Posts on the console: written to the terminal; an edit shows what changed, its title marked with a pen.

A post in the thread of another stands behind a hooked arrow.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Final

from adapters.console.render import render
from bot.cards.card import Card
from bot.domain.addresses import Account, Platform
from bot.ports import Address, check_not_late

IN_THREAD: Final = "↳ "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A post as it stands; ``thread`` is the one in whose thread it is."""

    to: Address
    lines: list[str]
    thread: str | None


class ConsoleNotifier:
    """Fills the port ``Notifier`` on a terminal, for the console or for a platform that is only played.

    Posts live as long as the process.
    """

    def __init__(self, write: Callable[[str], None], *, platform: Platform = Platform.CONSOLE) -> None:
        self.platform = platform
        self._write = write
        self._shown: dict[str, _Shown] = {}
        self._marks: dict[tuple[str, str], str] = {}

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",  # noqa: ARG002 - threads have no names here
        until: float = inf,
    ) -> str:
        """Write a post under the name of its channel or account."""
        check_not_late(until)
        message = f"post-{len(self._shown) + 1}"
        self._marks[to.text, key] = message
        self._show(message, _Shown(to=to, lines=render(card), thread=thread))
        return message

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Write what changed in a post; the whole of it where an earlier process wrote it."""
        check_not_late(until)
        lines = render(card)
        before = self._shown.get(message)
        if before is None:
            self._show(message, _Shown(to=to, lines=lines, thread=None))
            return
        changed = [line for line in lines[1:] if line not in before.lines]
        if lines != before.lines:
            self._put(replace(before, lines=[f"{lines[0]} ✎", *changed]))
            self._shown[message] = replace(before, lines=lines)

    async def find(
        self,
        to: Address,
        *,
        key: str,
        since: datetime,  # noqa: ARG002 - posts have no dates here
        thread: str | None = None,  # noqa: ARG002 - a mark is looked up wherever it stands
    ) -> str | None:
        """Find a post of this process by its mark."""
        return self._marks.get((to.text, key))

    def shown(self, to: Address) -> list[str]:
        """Give the posts at an address as they stand, those in threads too, oldest first."""
        return [_text(each) for each in self._shown.values() if each.to == to]

    def thread(self, to: Address, post: str) -> list[str]:
        """Give the posts in the thread of the newest post at an address that says ``post``, oldest first."""
        fitting = [message for message, each in self._shown.items() if each.to == to and post in _text(each)]
        under = [each for each in self._shown.values() if fitting and each.thread == fitting[-1]]
        return [_text(each) for each in under]

    def _show(self, message: str, post: _Shown) -> None:
        self._shown[message] = post
        self._put(post)

    def _put(self, post: _Shown) -> None:
        sign = "✉" if isinstance(post.to, Account) else "#"
        first, rest = ("", "") if post.thread is None else (IN_THREAD, " " * len(IN_THREAD))
        margins = [first] + [rest] * (len(post.lines) - 1)
        lines = (f"  {margin}{line}" for margin, line in zip(margins, post.lines, strict=True))
        self._write("\n".join([f"{sign} {post.to.text}", *lines]))


def _text(post: _Shown) -> str:
    return "\n".join(post.lines)
