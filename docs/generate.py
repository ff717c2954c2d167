"""Writes the docs that are made from the code: each of ``PAGES``.

``python docs/generate.py`` writes them; with ``--check`` it says which are not current and exits 1.
"""

import re
import string
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from adapters.discord.app import NEEDED
from adapters.slack.manifest import ENDINGS, EVENTS, SCOPES
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.refusals import ForeignDelegate, RightLacking
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, Command
from bot.commands.rights import LACKS, OFFICES, barred
from bot.domain import phases, sessions
from bot.domain.charter import Charter, Kind
from bot.domain.consultation import REQUEST_MOVES
from bot.domain.credentials import Role
from bot.domain.electorate import freeze_electorate
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.membership import STATUS_MOVES, Member, Status, Tenure
from bot.domain.motion import Motion
from bot.domain.moves import Move
from bot.domain.permissions import check_may_vote
from bot.domain.phases import DECIDED_PHASES, FINAL_PHASES, PHASE_MOVES, Phase
from bot.domain.sessions import SESSION_MOVES, SessionPhase
from bot.domain.tabling import check_sponsor
from bot.locales.catalogue import Interpreter, catalogue

sys.path.insert(0, str(Path(__file__).parent))
from expected import Actor, acts_on_motions, refused_act
from terminal_page import terminal

DOCS = Path(__file__).parent
EXAMPLE = "alliance-of-democracies"
LETTERS = (*string.ascii_lowercase, *(f"{first}{second}" for first in "ab" for second in string.ascii_lowercase))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STATE = MemberCode("EST")
SAY = Interpreter.speaking("en")
FRENCH = catalogue("fr")
FEATURES = {
    "interactivity": "to be told of pressed buttons and filled forms, and to complete what is typed into menus",
    "shortcuts": "to begin a motion from a message's menu: the text of that one message is handed over then",
    "slash commands": "one for each noun, such as `/motion` and `/vote`",
    "App Home": "the bot's own page, and direct messages with it",
}
"""What Slack's manifest switches on beside scopes and events, and why."""
OAUTH_SCOPES = {
    "applications.commands": "to offer the commands in the server",
    "bot": "to be a member of the server, with the permissions below",
}
"""What Discord's page OAuth2 is to be asked for in the address of the invitation, and why."""
CALLERS = {
    Caller.ANYONE: "anyone in a linked channel",
    Caller.INVITED: "whoever has been given a one-time code, anywhere",
    Caller.CREDENTIALED: "whoever holds a valid credential",
    Caller.POLITICAL_DIRECTOR: "a political director of a delegation",
    Caller.DELEGATION: "a member's delegation, for its own state",
    Caller.HEAD: "the head of a member's delegation; where the state is bound, whoever holds full powers too",
    Caller.CHAIR: "the delegation of the member that presides over the body",
    Caller.SECRETARIAT: "the secretariat",
    Caller.REVIEWER: "a reviewer",
}


def commands() -> Iterator[str]:
    """Give the lines of the command reference."""
    yield "# Commands"
    yield ""
    yield "Made from the register in `bot/commands` by `make docs`; do not edit by hand."
    yield ""
    yield "Replies are private to the caller. A *public* act is also posted in the linked channels."
    yield "Options in brackets may be left out. After a text with spaces they are given by name, as in `verdict:meets`."
    yield "The French names that stand here are Discord's alone: it shows them to readers of French. On Slack, in a"
    yield "mention and on the console the English names are typed, whatever the language of the answer."
    yield "Who may use a command is written with these letters:"
    yield ""
    yield from (f"- **{caller.value}**: {told}" for caller, told in CALLERS.items())
    for noun in REGISTRY.nouns:
        yield ""
        yield f"## /{noun}"
        yield ""
        yield f"{SAY.words(f'noun.{noun}')}. In French `/{FRENCH.pattern(f'name.noun.{noun}')}`."
        for command in REGISTRY.of_noun(noun):
            yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    who = ", ".join(sorted(caller.value for caller in command.callers))
    yield ""
    yield f"### `{command.usage}`"
    yield ""
    yield f"{_sentence(SAY.words(command.summary))} For {who}{', *public*' if command.public else ''}."
    french = " ".join(FRENCH.pattern(f"name.{part}") for part in (f"noun.{command.noun}", f"verb.{command.verb}"))
    yield f"In French `/{french}`."
    if command.from_message:
        yield f"Also from a message: *{SAY.words(command.shortcut)}*, *{FRENCH.pattern(command.shortcut)}*."
    if command.options:
        yield ""
        yield "| option | in French | takes | required | at most |"
        yield "| --- | --- | --- | --- | --- |"
        for option in command.options:
            told = SAY.words(command.option_summary(option))
            required = "yes" if option.required else ""
            french = FRENCH.pattern(f"name.option.{option.name}")
            yield f"| `{option.name}` | `{french}` | {told} | {required} | {option.limit} characters |"


def states() -> Iterator[str]:
    """Give the lines of the state reference."""
    yield "# States"
    yield ""
    yield "Made from the tables in `bot/domain` by `make docs`; do not edit by hand."
    yield ""
    yield "## A motion"
    yield ""
    yield from _theory(phases)
    yield ""
    yield f"Nothing follows: {_listed(FINAL_PHASES)}. A result stands: {_listed(DECIDED_PHASES)}."
    yield ""
    yield from _life(PHASE_MOVES, FINAL_PHASES)
    yield ""
    yield "## A membership"
    yield ""
    yield from _diagram(((move.start.value, move.end.value) for move in STATUS_MOVES), ())
    yield ""
    yield "| from | to | by |"
    yield "| --- | --- | --- |"
    yield from (f"| {move.start.value} | {move.end.value} | {move.by} |" for move in STATUS_MOVES)
    yield from _sessions()
    yield from _requests()


def _sessions() -> Iterator[str]:
    yield ""
    yield "## A session"
    yield ""
    yield from _theory(sessions)
    yield ""
    yield from _life(SESSION_MOVES, (SessionPhase.CLOSED, SessionPhase.CANCELLED))


def _requests() -> Iterator[str]:
    yield ""
    yield "## A request for support"
    yield ""
    yield from _life(REQUEST_MOVES, {move.end for move in REQUEST_MOVES if move.start is not None})


def _life(moves: Sequence[Move[Any]], final: Iterable[StrEnum]) -> Iterator[str]:
    """Give the diagram and the table of every move of something, and of the states that nothing follows."""
    yield from _diagram((("[*]" if move.start is None else move.start.value, move.end.value) for move in moves), final)
    yield ""
    yield "| from | to | by | recorded as |"
    yield "| --- | --- | --- | --- |"
    for move in moves:
        yield f"| {move.start.value if move.start else '—'} | {move.end.value} | {move.by} | {move.event} |"


def _theory(module: ModuleType) -> Iterator[str]:
    """Give what the module that owns a table says of it, after its first line, in the words of this page."""
    told = (module.__doc__ or "").strip().split("\n", 2)[2]
    yield told.replace("``", "`")


def rights() -> Iterator[str]:
    """Give the lines of the table of who may use which command."""
    legend = Legend()
    tables = [*_by_place(legend), *_by_status(legend)]
    yield "# Who may use which command"
    yield ""
    yield "Made from the register and the rules by `make docs`; do not edit by hand. A test tries every cell."
    yield ""
    yield "A right comes from a valid credential in the bot's own database, never from a role on the platform."
    yield "✔ is done; a letter is refused, with the sentence that stands under that letter at the end."
    yield from tables
    yield ""
    yield "## Refusals"
    yield ""
    yield "| letter | refusal | what the person reads |"
    yield "| --- | --- | --- |"
    yield from legend.lines()


class Legend:
    """Gives each refusal a letter, in the order of their first use."""

    def __init__(self) -> None:
        self._letters: dict[type[Refusal], str] = {}

    def cell(self, refusal: type[Refusal] | None) -> str:
        """Give what stands in a cell."""
        return "✔" if refusal is None else self._letters.setdefault(refusal, LETTERS[len(self._letters)])

    def lines(self) -> Iterator[str]:
        """Give a line for each letter, with the facts of the sentence left out."""
        for refusal, letter in self._letters.items():
            sentence = re.sub(r"\{[^}]*\}", "…", catalogue("en").pattern(refusal.__name__))
            yield f"| {letter} | `{refusal.__name__}` | {sentence} |"


def acts() -> Iterator[str]:
    """Give the lines of the table of what can be done to a motion where it stands, and by whom."""
    legend = Legend()
    tables = [line for phase in Phase for line in _acts_in(phase, legend)]
    yield "# What can be done to a motion, where it stands, by whom"
    yield ""
    yield "Made from the register by `make docs`; do not edit by hand. A test tries every cell."
    yield ""
    yield "One table for each phase, one row for each command on a motion. ✔: neither the person nor the phase forbids"
    yield "it; what is said with it may still be refused. A letter is refused, with the sentence under it at the end."
    yield ""
    yield "*Mover*: the delegation that proposed the motion. *Chair*: the delegation of the member that presides over"
    yield "its body. *Delegate*: of another member in good standing. *Suspended*: of a member without its rights."
    yield "A draft is known to the secretariat and to political directors alone."
    yield from tables
    yield ""
    yield "## Refusals"
    yield ""
    yield "| letter | refusal | what the person reads |"
    yield "| --- | --- | --- |"
    yield from legend.lines()


def _acts_in(phase: Phase, legend: Legend) -> Iterator[str]:
    yield from _table(phase.value.capitalize(), ("command", *(person.value for person in Actor)))
    for command in acts_on_motions():
        cells = (legend.cell(refused_act(command, person, phase)) for person in Actor)
        yield f"| `{command.name}` | {' | '.join(cells)} |"


def _by_place(legend: Legend) -> Iterator[str]:
    persons: list[Role | type[Refusal]] = [*LACKS, *OFFICES.values(), *(role for role in Role if role.of_delegation)]
    yield from _place_table(legend, "In a linked channel", persons, linked=True)
    yield ""
    yield "*Stranger*: never had a credential. *Revoked*, *expired*: had one. *Of another alliance*: has one there."
    elsewhere = [person for person in persons if person is not ForeignDelegate]
    yield from _place_table(legend, "By direct message, or in a channel that is not linked", elsewhere, linked=False)
    yield ""
    yield "There, whoever acts in another alliance is in that one."
    yield ""
    yield "`/delegate claim` is open to all, everywhere: what it takes is a code. Who holds full powers beside the head"
    yield "may use what binds the state; it gives and takes no credentials."


def _place_table(legend: Legend, title: str, persons: Sequence[Role | type[Refusal]], *, linked: bool) -> Iterator[str]:
    names = (person.value if isinstance(person, Role) else LACKS[person] for person in persons)
    yield from _table(title, ("command", *names))
    for command in REGISTRY.commands:
        cells = (legend.cell(barred(command, person, linked=linked)) for person in persons)
        yield f"| `{command.name}` | {' | '.join(cells)} |"


def _by_status(legend: Legend) -> Iterator[str]:
    charter = parse_charter(shipped_charter(EXAMPLE))
    yield ""
    yield "## What a member's status changes"
    yield ""
    yield f"Under the charter `{EXAMPLE}`; another one may grant other rights to a status. What is not named here is"
    yield "the same for every status, in a linked channel and by direct message."
    for title, check in _votes(charter):
        yield from _table(f"`/vote cast` {title}", ("role", *(status.value for status in Status)), depth=3)
        for role in (role for role in Role if role.of_delegation):
            refused = barred(_command_at("vote.cast"), role, linked=True)
            cells = (legend.cell(refused or _refusal(check, status)) for status in Status)
            yield f"| {role.value} | {' | '.join(cells)} |"
    yield from _table("By the right that a command takes", ("command", "right", *(s.value for s in Status)), depth=3)
    for command in REGISTRY.commands:
        if command.right is not None:
            cells = (legend.cell(None if charter.grants(s, command.right) else RightLacking) for s in Status)
            yield f"| `{command.name}` | {command.right.value} | {' | '.join(cells)} |"
    yield from _table("`/motion open`, with a sponsor", ("", *(status.value for status in Status)), depth=3)
    cells = (legend.cell(_refusal(lambda state: check_sponsor(charter, state), status)) for status in Status)
    yield f"| sponsor | {' | '.join(cells)} |"


def _command_at(path: str) -> Command:
    command = REGISTRY.get(path)
    if command is None:
        raise LookupError(path)
    return command


def _table(title: str, columns: Iterable[str], *, depth: int = 2) -> Iterator[str]:
    names = tuple(columns)
    yield ""
    yield f"{'#' * depth} {title}"
    yield ""
    yield f"| {' | '.join(names)} |"
    yield f"| --- |{' :-: |' * (len(names) - 1)}"


def _refusal(check: Callable[[Member], None], status: Status) -> type[Refusal] | None:
    """Ask the domain about a member of a status."""
    try:
        check(Member(code=STATE, name="", name_fr="", flag="", status=status, since=NOW))
    except Refusal as refusal:
        return type(refusal)
    return None


def _votes(charter: Charter) -> Iterator[tuple[str, Callable[[Member], None]]]:
    """Give the ways to belong to a deciding body, each with what lets a member vote there."""
    for kind in (charter.kinds[KindName("charter-change")], charter.kinds[KindName("resolution")]):
        body = charter.bodies[kind.body]
        for seated in (True, False) if body.seats is not None else (False,):
            how = "" if body.seats is None else ", holding a seat" if seated else ", without a seat"
            yield f"in the {body.name}{how}; status when voting opened", partial(_vote, charter, kind, seated=seated)


def _vote(charter: Charter, kind: Kind, member: Member, *, seated: bool) -> None:
    seats = {kind.body: Tenure.AT_LARGE} if seated else {}
    body = charter.bodies[kind.body]
    roll = freeze_electorate(charter=charter, body=body, roster=[replace(member, seats=seats)])
    motion = Motion(
        number=MotionNumber(1), kind=kind.name, body=kind.body, title="", text="", mover=None, concerned=None,
        sponsors=(), document="", impact="", urgent=False, tabled_at=NOW, opens_at=NOW, closes_at=NOW + kind.voting,
    )  # fmt: skip
    check_may_vote(motion, next(iter(roll), None), member.code, NOW)


def _diagram(moves: Iterable[tuple[str, str]], final: Iterable[StrEnum]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    told = [f"    {_id(start)} --> {_id(end)}" for start, end in moves]
    yield from dict.fromkeys(told)
    yield from (f"    {_id(state.value)} --> [*]" for state in sorted(final))
    yield "```"


def _id(name: str) -> str:
    return name.replace(" ", "_")


def _listed(states: Iterable[Phase]) -> str:
    return ", ".join(sorted(state.value for state in states))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def platforms() -> Iterator[str]:
    """Give the lines on what the bot asks of each platform."""
    yield "# What the bot asks of Slack and Discord"
    yield ""
    yield "Made from `adapters` by `make docs`; do not edit by hand. Nothing else is asked for."
    yield "Histories are read only to find a post of the bot's own again."
    yield "What people write to each other is not looked at."
    yield ""
    yield "## Slack: scopes"
    yield ""
    yield from _reasons("scope", SCOPES)
    yield ""
    yield "## Slack: events"
    yield ""
    yield from _reasons("event", EVENTS)
    yield ""
    yield "Where several workspaces install the app themselves:"
    yield ""
    yield from _reasons("event", ENDINGS)
    yield ""
    yield from _slack_features()
    yield ""
    yield "## Discord: OAuth2 scopes"
    yield ""
    yield from _reasons("scope", OAUTH_SCOPES)
    yield ""
    yield "## Discord: permissions"
    yield ""
    yield from _reasons("permission", NEEDED)
    yield ""
    yield "Discord sends the bot its servers and what is meant for it."
    yield "It asks for no privileged intent: neither members nor the text of messages."
    yield "Commands, buttons and forms come over a connection of the bot: leave *Interactions Endpoint URL* empty."
    yield ""
    yield f"In a message's menu, under *Apps*: {_shortcuts()}. The text of that one message is handed over when"
    yield "somebody chooses it, and becomes the text of the motion."


def _slack_features() -> Iterator[str]:
    """Tell what the manifest switches on beside scopes and events."""
    yield "## Slack: what else the manifest switches on"
    yield ""
    yield from _reasons("feature", FEATURES)
    yield ""
    yield f"The shortcuts are {_shortcuts()}."


def _shortcuts() -> str:
    named = (f"*{SAY.words(command.shortcut)}*" for command in REGISTRY.commands if command.from_message)
    return SAY.listed(tuple(named))


def _reasons(what: str, reasons: Mapping[str, str]) -> Iterator[str]:
    yield f"| {what} | why |"
    yield "| --- | --- |"
    yield from (f"| `{name}` | {why} |" for name, why in sorted(reasons.items()))


PAGES = {
    "acts.md": acts,
    "commands.md": commands,
    "platforms.md": platforms,
    "rights.md": rights,
    "states.md": states,
    "terminal.md": terminal,
}


def main() -> int:
    """Write the pages, or check them; give the exit status."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, lines in PAGES.items():
        path, text = DOCS / name, "\n".join(lines()) + "\n"
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not current: {', '.join(stale)}. Run `make docs`.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
