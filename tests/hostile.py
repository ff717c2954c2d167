"""Texts that mean harm, for every test of what people type: one home for all of them.

Each tries one thing: to ring people, to hide where a link goes, to leave its block, to turn the direction of what
follows, to hide signs, to pass for an id of ours, or to name what is somebody else's.
"""

import re
from typing import Final

PINGS: Final = (
    "@everyone and @here, look",
    "<!channel> all of you",
    "<!here|nobody> and <!everyone>",
    "<!subteam^S0123456789|@council>",
    "ask <@U0123456789> about <#C0123456789|general>",
    "<@123456789012345678> <@!123456789012345678> <@&123456789012345678> <#123456789012345678>",
    "mailto:a@b.example and @here and #general",
    "&lt;!channel&gt; already escaped",
    "&amp;lt;!channel&amp;gt; escaped twice",
)
LINKS: Final = (
    "<https://evil.example/login|https://alliance.example/vote>",
    "[the record](https://evil.example)",
    "[**bold**](https://evil.example)",
    '[x]( <https://evil.example> "title")',
    "<!date^0^{date_long}^https://evil.example|a date>",
    "https://evil.example/[click](https://worse.example) https://a.example/**b**",
)
MARKUP: Final = (
    "*bold* _italics_ ~gone~ `code` ```block```",
    "**bold** __under__ *it* _it_ ~~gone~~ ||hidden||",
    "``` ends a block, and begins another ```",
    "> a quotation\n>>> and one to the end",
    "# heading\n## second\n### third\n-# small",
    "- item\n  - inner\n* item\n+ item\n1. first\n22) second",
    "a ^ b | c > d < e & f",
    "\\*already\\* \\\\ escaped",
    "<t:0:R> <:emoji:123456789012345678> </vote:123456789012345678> <id:customize>",
)
UNSEEN: Final = (
    "back\x00space\x08 and \x1b[31mred\x1b[0m",
    "turned \u202egnp.exe\u202c and \u2066isolated\u2069",
    "hid\u200bden \u2060joined\ufeff and \u00adsoft",
)
TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]")
"""Signs that turn the direction of a text, or that nobody sees: no platform is ever sent one."""
FORGED: Final = (
    "v1:vote.cast:1:yes",
    "v1f:vote.cast:1",
    '{"private_metadata": "v1f:vote.cast:1:yes"}',
    "v1:motion.void:1:because#2",
    "ref.card:1",
    "slack:T1:C1 discord:4194304000:4194304001",
)
TEXTS: Final = (*PINGS, *LINKS, *MARKUP, *UNSEEN, *FORGED)
"""All of them."""

TYPED: Final = tuple(text for text in TEXTS if text not in UNSEEN and '"' not in text)
"""Those that a quoted option takes, and that the house accepts as a text: it refuses signs that nobody can see."""
