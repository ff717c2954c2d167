import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import adapters
import bot
import storage
from adapters.cli.files import FileFaults
from adapters.discord.limits import COMMAND_DESCRIPTION
from bot.charters.faults import CharterFaults
from bot.commands.export.forms import Export, FileForm
from bot.commands.register import REGISTRY
from bot.domain.addresses import Platform
from bot.domain.authorisations import AuthorisationState, ParliamentaryDecision
from bot.domain.ballot import Choice
from bot.domain.calling import Answer
from bot.domain.chairing import Office
from bot.domain.coalition import Stance
from bot.domain.consultation import RequestState
from bot.domain.contributions import ContributionState
from bot.domain.course import Bearing, EndedAs, TextCause, Treatment
from bot.domain.credentials import Role
from bot.domain.criteria import Showing
from bot.domain.errors import Refusal
from bot.domain.findings import Finding
from bot.domain.indices import Index
from bot.domain.level import Level
from bot.domain.membership import Right, Status, Tenure
from bot.domain.phases import Phase
from bot.domain.review import ReviewCause, ReviewPhase, Verdict
from bot.domain.rules import Certainty, Outcome, Standing, Tie
from bot.domain.sessions import SessionPhase
from bot.domain.terms import TermCause
from bot.locales.catalogue import LANGUAGES, Interpreter, UnknownMessage, catalogue
from bot.locales.phrase import Moment, words

ENGLISH: Final = Interpreter("en", ZoneInfo("Europe/Brussels"))
FRENCH: Final = Interpreter("fr", ZoneInfo("Europe/Brussels"))
NOON: Final = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)

SHOWN_ENUMS: Final[tuple[type[Enum], ...]] = (
    Choice,
    Phase,
    Outcome,
    Standing,
    Certainty,
    Role,
    Platform,
    Tie,
    Bearing,
    Right,
    Status,
    Office,
    Tenure,
    TextCause,
    EndedAs,
    Treatment,
    Answer,
    Index,
    Showing,
    Finding,
    Verdict,
    ReviewCause,
    ReviewPhase,
    TermCause,
    Tenure,
    Stance,
    ParliamentaryDecision,
    AuthorisationState,
    ContributionState,
    Level,
    Export,
    FileForm,
    SessionPhase,
    RequestState,
)
"""The enums that an interpreter puts into words."""

OWN_FACTS: Final[Mapping[type[Refusal], Refusal]] = {
    CharterFaults: CharterFaults(faults=()),
    FileFaults: FileFaults(faults=()),
}
"""A specimen of each refusal that gives other facts than its fields."""

UNTYPOGRAPHIC: Final = re.compile(r"[ ](?=[:;?!»])|«(?!\u00a0)|(?<!\u00a0)»|['“”]")
"""What French typography does not write: a breaking space before a high sign, straight or English quotes."""

NAME: Final = re.compile(r"[-_'\w]{1,32}")
"""What Discord takes as the name of a command; of digits and letters ``\\w`` is no more than its own pattern."""

RUN_ON_IMPORT: Final = "storage.migrations."
"""Alembic's own scripts act when they are imported; they declare nothing that is shown."""


def messages(language: str) -> dict[str, Message]:
    source = files("bot.locales").joinpath(f"{language}.po")
    with source.open("rb") as lines:
        catalog = read_po(lines, locale=language, abort_invalid=True)
    return {_id(message): message for message in catalog if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> frozenset[str]:
    return frozenset(
        f"{name}:{spec}" if spec else name for _, name, spec, _ in string.Formatter().parse(text) if name is not None
    )


def names_in(message: Message) -> frozenset[str]:
    return frozenset(name.partition(":")[0] for form in forms(message) for name in placeholders(form))


# What the code says, read from its syntax.

SAYING: Final = frozenset({"say", "words", "say_count", "show", "told", "pattern", "plural_pattern"})
COUNTING: Final = frozenset({"say_count", "plural_pattern"})
FILLING: Final = frozenset({"say", "words", "say_count", "show", "told"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """One place that says a message, or one of a family: a pattern of its id, and the values it is given.

    ``given`` is None where they cannot be read from the syntax.
    """

    where: str
    verb: str
    pattern: re.Pattern[str]
    exact: bool
    given: frozenset[str] | None

    def ids(self, known: Iterable[str]) -> tuple[str, ...]:
        """Give the known messages that this may be."""
        return tuple(message for message in known if self.pattern.fullmatch(message))


@lru_cache(maxsize=1)
def sources() -> Mapping[str, ast.Module]:
    root = Path(bot.__file__).parents[1]
    found = (path for package in ("bot", "adapters", "storage") for path in sorted((root / package).rglob("*.py")))
    return {str(path.relative_to(root)): ast.parse(path.read_text("utf-8")) for path in found}


@lru_cache(maxsize=1)
def literals() -> frozenset[str]:
    """Give every text of the code, and every text between quotation marks in the templates of pages."""
    of_code = frozenset(
        node.value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return of_code | frozenset(
        quoted for text in templates() for quoted in re.findall(r"[\"']((?:web|card)\.[\w.]+)[\"']", text)
    )


@lru_cache(maxsize=1)
def templates() -> tuple[str, ...]:
    root = Path(adapters.__file__).parent
    return tuple(path.read_text("utf-8") for path in sorted(root.rglob("*.html")))


def checked_in_browsers() -> frozenset[str]:
    """Give the messages that the page which checks a journal carries for its script, by the list in its template."""
    [page] = (text for text in templates() if "pattern(" in text)
    [listed] = re.findall(r"for each in \(([^)]*)\) %}\s*data-say", page)
    return frozenset(f"web.check.{name}" for name in re.findall(r'"(\w+)"', listed))


@lru_cache(maxsize=1)
def said() -> tuple[Said, ...]:
    return tuple(
        found
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for found in _said(node, f"{path}:{node.lineno}")
    )


def _said(call: ast.Call, where: str) -> Iterator[Said]:
    verb = str(getattr(call.func, "attr", None) or getattr(call.func, "id", ""))
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if verb in SAYING and call.args:
        named = frozenset(name for name in keywords if name) | ({"count"} if verb in COUNTING else frozenset())
        given = named if verb in FILLING and None not in keywords else None
        for pattern in _patterns(call.args[0]):
            yield Said(where=where, verb=verb, pattern=pattern, exact=".+" not in pattern.pattern, given=given)
    if "message_id" in keywords and "sentence" not in keywords:  # beside a sentence of its own, an id is for machines
        for pattern in _patterns(keywords["message_id"]):
            yield Said(where=where, verb=verb, pattern=pattern, exact=".+" not in pattern.pattern, given=None)


def _patterns(node: ast.expr) -> Iterator[re.Pattern[str]]:
    match node:
        case ast.Constant(value=str(text)):
            yield re.compile(re.escape(text))
        case ast.IfExp(body=body, orelse=orelse):
            yield from _patterns(body)
            yield from _patterns(orelse)
        case ast.JoinedStr(values=parts):
            fixed = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            if any(re.search("[a-z]", str(text or "")) for text in fixed):
                yield re.compile("".join(".+" if text is None else re.escape(str(text)) for text in fixed))
        case _:
            return


@lru_cache(maxsize=1)
def refusals() -> tuple[type[Refusal], ...]:
    for package in (bot, adapters, storage):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(RUN_ON_IMPORT):
                importlib.import_module(module.name)
    ours = {bot.__name__, adapters.__name__, storage.__name__}
    return tuple(one for one in _below(Refusal) if one.__module__.partition(".")[0] in ours)


def sentences_of(refusal: type[Refusal]) -> frozenset[str]:
    return frozenset({refusal.__name__, *(f"{refusal.__name__}.{variant}" for variant in refusal.variants)})


def _below(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


def none_of(found: Iterable[object]) -> None:
    """Fail with the whole list of what should not be there, or should and is not."""
    listed = sorted(map(str, found))
    assert not listed, "\n" + "\n".join(listed)


def declared() -> dict[str, frozenset[str]]:
    """Give the ids that declarations ask for, by the prefix under which nothing else may stand."""
    commands = REGISTRY.commands
    options = [(command, option) for command in commands for option in command.options]
    return {
        "noun.": frozenset(f"noun.{noun}" for noun in REGISTRY.nouns),
        "command.": frozenset(command.summary for command in commands),
        "name.noun.": frozenset(f"name.noun.{noun}" for noun in REGISTRY.nouns),
        "name.verb.": frozenset(f"name.verb.{command.verb}" for command in commands),
        "name.option.": frozenset(f"name.option.{option.name}" for _, option in options),
        "shortcut.": frozenset(command.shortcut for command in commands if command.from_message),
        "option.": frozenset(command.option_summary(option) for command, option in options),
        "form.label.": frozenset(f"form.label.{option.name}" for _, option in options),
        **{
            f"{shown.__name__}.": frozenset(f"{shown.__name__}.{member.value}" for member in shown)
            for shown in SHOWN_ENUMS
        },
    }


def used(message: str) -> bool:
    for prefix, ids in declared().items():
        if message.startswith(prefix):
            return message in ids
    return (
        message in literals()
        or message in checked_in_browsers()
        or any(message in sentences_of(refusal) for refusal in refusals())
        or any(found.pattern.fullmatch(message) for found in said())
    )


# The two languages against each other.


def test_languages_hold_the_same_messages() -> None:
    """A reader of either language finds every sentence."""
    english, french = messages("en").keys(), messages("fr").keys()
    none_of(
        [
            *(f"only in English: {name}" for name in english - french),
            *(f"only in French: {name}" for name in french - english),
        ]
    )


def test_languages_name_the_same_values() -> None:
    """No translation drops a fact or asks for one not given, in any plural form, nor counts by itself."""
    english, french = messages("en"), messages("fr")
    wrong = [
        (name, form)
        for name in english.keys() & french.keys()
        for form in (*forms(english[name]), *forms(french[name]))
        if placeholders(form) != placeholders(forms(english[name])[0])
        or english[name].pluralizable != french[name].pluralizable
    ]
    none_of(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_written(language: str) -> None:
    """No message is empty, none is left as uncertain, and a plural has every form of its language."""
    wrong = [
        name
        for name, message in messages(language).items()
        if message.fuzzy or not all(forms(message)) or len(forms(message)) != (2 if message.pluralizable else 1)
    ]
    none_of(wrong)


def test_french_is_set_as_french() -> None:
    """French has its own quotation marks and apostrophe, and no line breaks before a high sign."""
    wrong = [
        (name, form)
        for name, message in messages("fr").items()
        for form in forms(message)
        if UNTYPOGRAPHIC.search(form)
    ]
    none_of(wrong)


# The catalogue against the code.


def test_every_message_that_is_said_exists() -> None:
    """An id that no catalogue holds would fail in front of its reader."""
    known = messages("en")
    missing = [f"{found.where} {found.pattern.pattern}" for found in said() if not found.ids(known)]
    none_of(missing)


def test_every_literal_that_looks_like_an_id_names_a_message() -> None:
    """An id that is chosen in one line and said in another exists too; a beginning of ids is one of a family."""
    known = messages("en")
    families = "|".join(sorted({name.partition(".")[0] for name in known if name[0].islower()}))
    alike = {text for text in literals() if re.fullmatch(rf"(?:{families})(?:\.[A-Za-z_]+)+", text)}
    none_of(text for text in alike if not any(name.startswith(text) for name in known))


def test_script_of_the_page_that_checks_has_every_message() -> None:
    """What the script says is carried by its page under the same name, and nothing that it does not say."""
    script = (Path(adapters.__file__).parent / "web" / "record" / "static" / "verify.js").read_text("utf-8")
    said_there = frozenset(f"web.check.{name.replace('-', '_')}" for name in re.findall(r'"([a-z-]+)"', script))
    carried = checked_in_browsers()
    assert carried <= said_there
    none_of(carried - messages("en").keys())


def test_every_message_is_used() -> None:
    """A message that nothing says is one to mend in vain."""
    none_of(message for message in messages("en") if not used(message))


def test_every_message_gets_the_values_it_names() -> None:
    """A sentence is said with all that it names."""
    known = messages("en")
    lacking = [
        (found.where, message, sorted(names_in(known[message]) - found.given))
        for found in said()
        if found.exact and found.given is not None
        for message in found.ids(known)
        if names_in(known[message]) - found.given
    ]
    none_of(lacking)


def test_plural_messages_are_said_with_a_count() -> None:
    """Only a message with plural forms is said with a count, and it never is without one."""
    known = messages("en")
    wrong = [
        (found.where, message)
        for found in said()
        if found.exact and found.verb in FILLING
        for message in found.ids(known)
        if known[message].pluralizable is not (found.verb in COUNTING)
    ]
    none_of(wrong)


def test_every_declaration_has_its_words() -> None:
    """Each command says what it does, each option what it takes, each shown enum has a word for every member."""
    known = messages("en")
    none_of(message for ids in declared().values() for message in ids - known.keys())


def test_command_words_fit_discord() -> None:
    """Discord shows at most a hundred characters of a command or an option; what is longer would be cut."""
    long = [
        (language, name, len(forms(message)[0]))
        for language in LANGUAGES
        for name, message in messages(language).items()
        if name.startswith(("command.", "option.")) and len(forms(message)[0]) > COMMAND_DESCRIPTION
    ]
    none_of(long)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_commands_are_legal_on_discord(language: str) -> None:
    """Small letters, digits, hyphens and straight apostrophes, at most 32: else nothing at all can be published."""
    names = {name: forms(message)[0] for name, message in messages(language).items() if name.startswith("name.")}
    assert names
    none_of(name for name, told in names.items() if not NAME.fullmatch(told) or told != told.lower())


def test_english_names_are_those_of_the_register() -> None:
    """What is typed, and what Discord sends back, is one word."""
    wrong = [
        name
        for name, message in messages("en").items()
        if name.startswith("name.") and forms(message)[0] != name.split(".", 2)[2]
    ]
    none_of(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_beside_each_other_differ(language: str) -> None:
    """In one list no name stands for two things, nor is one the English name of another."""
    known = messages(language)
    lists = [("noun", REGISTRY.nouns)]
    lists += [("verb", tuple(command.verb for command in REGISTRY.of_noun(noun))) for noun in REGISTRY.nouns]
    lists += [("option", tuple(option.name for option in command.options)) for command in REGISTRY.commands]
    wrong = [
        (kind, name, forms(known[f"name.{kind}.{name}"])[0])
        for kind, names in lists
        for name in names
        for other in names
        if other != name and forms(known[f"name.{kind}.{name}"])[0] in {other, forms(known[f"name.{kind}.{other}"])[0]}
    ]
    none_of(wrong)


# Refusals.


def test_every_refusal_has_a_sentence() -> None:
    """The class's name is the message: without it a person would be told of a defect instead."""
    known = messages("en")
    none_of({sentence for refusal in refusals() for sentence in sentences_of(refusal)} - known.keys())


def test_refusals_know_what_their_sentences_name() -> None:
    """A sentence names only facts that its refusal carries."""
    known = messages("en")
    wrong = [
        (sentence, sorted(unknown))
        for refusal in refusals()
        for sentence in sentences_of(refusal)
        if sentence in known and (unknown := names_in(known[sentence]) - _facts(refusal))
    ]
    none_of(wrong)


def _facts(refusal: type[Refusal]) -> frozenset[str]:
    if "facts" in vars(refusal):
        return frozenset(OWN_FACTS[refusal].facts)
    return frozenset(field.name for field in fields(refusal))


def test_enums_of_refusals_have_words() -> None:
    """An enum that a refusal carries is one that the interpreter has words for."""
    carried = {hint for refusal in refusals() for hint in get_type_hints(refusal).values()}
    enums = {hint for hint in carried if isinstance(hint, type) and issubclass(hint, Enum)}
    none_of(enums - set(SHOWN_ENUMS))


# The interpreter.


@pytest.mark.parametrize(
    ("interpreter", "told"),
    [
        (ENGLISH, ("0 ballots cast", "1 ballot cast", "2 ballots cast")),
        (FRENCH, ("0 vote reçu", "1 vote reçu", "2 votes reçus")),
    ],
)
def test_each_language_counts_by_its_own_rule(interpreter: Interpreter, told: tuple[str, str, str]) -> None:
    """English has a plural for none, French does not."""
    assert tuple(words(interpreter.say_count("card.motion.cast", count)) for count in range(3)) == told


@pytest.mark.parametrize(
    ("interpreter", "told"), [(ENGLISH, "Fri 4 Dec 2026, 12:00 CET"), (FRENCH, "ven. 4 déc. 2026, 12:00 CET")]
)
def test_instants_stay_instants(interpreter: Interpreter, told: str) -> None:
    """A front can show an instant in each reader's own zone; its words are in the alliance's zone."""
    phrase = interpreter.say("card.receipt.changeable", closes_at=NOON)
    assert [span for span in phrase if isinstance(span, Moment)] == [Moment(at=NOON, words=told)]
    assert told in words(phrase)


@pytest.mark.parametrize(("interpreter", "told"), [(ENGLISH, "1,234,567"), (FRENCH, "1\u202f234\u202f567")])
def test_numbers_are_in_the_writing_of_the_reader(interpreter: Interpreter, told: str) -> None:
    """A number marked ``n`` is grouped as the language does."""
    assert tuple(interpreter._spans("{count:n}", {"count": 1_234_567})) == (told,)


@pytest.mark.parametrize(
    ("interpreter", "told"), [(ENGLISH, ("3 days", "90 seconds")), (FRENCH, ("3\u00a0jours", "90\u00a0secondes"))]
)
def test_durations_are_in_words_of_the_reader(interpreter: Interpreter, told: tuple[str, str]) -> None:
    """A duration is told in its largest exact unit, never rounded."""
    assert (interpreter.duration(timedelta(days=3)), interpreter.duration(timedelta(seconds=90))) == told


@pytest.mark.parametrize(("interpreter", "told"), [(ENGLISH, "A, B, and C"), (FRENCH, "A, B et C")])
def test_names_are_joined_as_the_language_does(interpreter: Interpreter, told: str) -> None:
    """A list of names ends in the language's own conjunction; an empty one is empty."""
    assert interpreter.listed(("A", "B", "C")) == told
    assert interpreter.listed(()) == ""


@pytest.mark.parametrize(("interpreter", "told"), [(ENGLISH, "Confirm: yes"), (FRENCH, "Confirmer\u00a0: oui")])
def test_enums_are_said_in_words(interpreter: Interpreter, told: str) -> None:
    """A member of an enum inside a sentence is said, not spelt."""
    assert interpreter.words("button.confirm", choice=Choice.YES) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_message_is_a_defect(language: str) -> None:
    """An id that no catalogue holds is never shown in place of its text."""
    with pytest.raises(UnknownMessage):
        catalogue(language).pattern("no.such.message")
    with pytest.raises(UnknownMessage):
        Interpreter(language, ZoneInfo("UTC")).say_count("no.such.message", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_written_twice(language: str) -> None:
    """Of two that bear one id, only one would ever be read."""
    text = files("bot.locales").joinpath(f"{language}.po").read_text("utf-8")
    found = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    none_of({message for message in found if found.count(message) > 1})
