"""Hostile texts on the pages of the record: whatever people type is text there, and nothing else."""

import re
from typing import Final
from urllib.parse import quote, urlencode

from bot.cards.card import Tone
from bot.dispatch import Chosen, Invocation
from bot.locales.signs import visible
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.fuzz.texts import INJECTIONS, LONG, MARKUP, SIGNS
from tests.integration.record_world import Readers, readers_of

TEXTS: Final = tuple(dict.fromkeys(text for text in (*SIGNS, *MARKUP, *INJECTIONS, *LONG) if visible(text)))
MORE: Final = (
    '"><svg onload=alert(1)>', "</main></body></html>", "<!--", "]]>", "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}",
    "&#x3c;script&#x3e;", "<style>*{display:none}</style>", "<a href='//evil.example'>here</a>", "\u202eesrever\u202c",
    "<meta http-equiv=refresh content=0>",
)  # fmt: skip
TITLE: Final = 150
"""Characters that a title may have."""


async def tabled(record: Readers, text: str, number: int, act: int = 0) -> bool:
    """Table a motion with a text, in its title too, and explain a vote on it; tell whether it is taken.

    ``act`` makes the keys of what is done: one that was refused is answered alike when it comes again.
    """
    house = record.world
    values = {"kind": "order", "title": text[:TITLE], "text": text}
    vote = {"motion": str(number), "ballot": "yes", "explanation": text[:900]}
    acts = (
        (SECRETARY, Chosen(path="motion.open", values=values)),
        (EST_HEAD, Chosen(path="vote.cast", values=vote)),
    )
    for step, (person, request) in enumerate(acts):
        reply = await house.house.dispatcher(
            Invocation(
                key=f"console:{act}/{step}",
                account=house.front.account(person),
                channel=house.front.channel,
                received_at=house.clock.now(),
                request=request,
            )
        )
        if step == 0 and getattr(reply, "tone", None) is Tone.REFUSAL:
            return False
    return True


def squeezed(text: str) -> str:
    """Give a text without its spaces, which HTML may show in other ways."""
    return re.sub(r"\s+", "", text)


async def test_hostile_text_is_text_on_every_page(sqlite_database: Database) -> None:
    """It adds no element and no attribute to a page, and can be read there as it was typed."""
    async with readers_of(sqlite_database) as record:
        assert await tabled(record, "Plain words.", 1)
        plain = {name: (await record.get(name)).tags for name in ("", "motions/1", "calendar")}
        number = 1
        for act, text in enumerate((*TEXTS, *MORE), 1):
            if not await tabled(record, text, number + 1, act):
                continue
            number += 1
            page = await record.get(f"motions/{number}")
            assert page.status == 200
            assert page.tags <= plain["motions/1"], text
            assert squeezed(text[:300]) in squeezed(page.read), text
        assert number > 70
        for name in ("", "calendar"):
            assert (await record.get(name)).tags <= plain[name] | {"@rel"}, name
        feed = (await record.get("calendar.ics")).body.decode()
        assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))


async def test_hostile_address_is_answered_with_a_page(sqlite_database: Database) -> None:
    """As a filter, a language, a member, a year: status 200, 400 or 404, and nothing of it is an element."""
    async with readers_of(sqlite_database) as record:
        plain = {tag for path in addresses("plain") for tag in (await record.get(path)).tags}
        for text in (*MARKUP, *INJECTIONS, *MORE, "x" * 5000, "%", "%zz"):
            for path in addresses(text):
                page = await record.get(path)
                assert page.status in {200, 400, 404}, path[:80]
                assert page.tags <= plain, path[:80]


def addresses(text: str) -> tuple[str, ...]:
    """Give addresses that hold a text, each in another place."""
    return (
        f"decisions?{urlencode({'words': text})}",
        f"decisions?{urlencode({'kind': text})}",
        f"decisions?{urlencode({text: 'x', 'lang': text})}",
        f"council?{urlencode({'year': text})}",
        f"members/{quote(text, safe='')}",
    )
