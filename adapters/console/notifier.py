"""Posts on the console: written to the terminal; an edit shows what changed, its title marked with a pen."""

from collections.abc import Callable
from datetime import datetime
from math import inf

from adapters.console.render import render
from bot.cards.card import Card
from bot.domain.addresses import Account, Platform
from bot.ports import Address, check_not_late


class ConsoleNotifier:
    """Fills the port ``Notifier`` on a terminal, for the console or for a platform that is only played.

    Posts live as long as the process.
    """

    def __init__(self, write: Callable[[str], None], *, platform: Platform = Platform.CONSOLE) -> None:
        self.platform = platform
        self._write = write
        self._shown: dict[str, tuple[Address, list[str]]] = {}
        self._marks: dict[tuple[str, str], str] = {}

    async def post(self, to: Address, card: Card, *, key: str, until: float = inf) -> str:
        """Write a post under the name of its channel or account."""
        check_not_late(until)
        message = f"post-{len(self._shown) + 1}"
        self._marks[to.text, key] = message
        self._show(to, message, render(card))
        return message

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Write what changed in a post; the whole of it where an earlier process wrote it."""
        check_not_late(until)
        lines = render(card)
        before = self._shown.get(message)
        if before is None:
            self._show(to, message, lines)
            return
        changed = [line for line in lines[1:] if line not in before[1]]
        if lines != before[1]:
            self._put(to, [f"{lines[0]} ✎", *changed])
            self._shown[message] = (to, lines)

    async def find(self, to: Address, *, key: str, since: datetime) -> str | None:  # noqa: ARG002 - posts have no dates here
        """Find a post of this process by its mark."""
        return self._marks.get((to.text, key))

    def shown(self, to: Address) -> list[str]:
        """Give the posts at an address as they stand, oldest first."""
        return ["\n".join(lines) for address, lines in self._shown.values() if address == to]

    def _show(self, to: Address, message: str, lines: list[str]) -> None:
        self._shown[message] = (to, lines)
        self._put(to, lines)

    def _put(self, to: Address, lines: list[str]) -> None:
        sign = "✉" if isinstance(to, Account) else "#"
        self._write("\n".join([f"{sign} {to.text}", *(f"  {line}" for line in lines)]))
