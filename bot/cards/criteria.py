"""Criteria of membership and figures in words: each rule, what shows it kept or not, and how a standing has moved."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.cards.card import Card, Field, Tone
from bot.cards.indices import picture_of, status_words
from bot.cards.names import with_flag
from bot.domain.criteria import Assessment, Fall, Movement, Outlook, Showing, Turn
from bot.domain.criterion import Measure
from bot.domain.indices import SCALES, Figure, Figures
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase, words

TONES: Final = {
    Outlook.FAILS: Tone.FAILURE,
    Outlook.AT_RISK: Tone.REFUSAL,
    Outlook.UNKNOWN: Tone.NEUTRAL,
    Outlook.MEETS: Tone.SUCCESS,
}


def criteria_card(
    member: Member,
    assessments: tuple[Assessment, ...],
    outlook: Outlook,
    figures: Figures,
    *,
    year: int,
    say: Interpreter,
) -> Card:
    """Show each criterion of the charter for one member: rule, figure, year, source, met or not, and the trend."""
    named = with_flag({member.code: member}, member.code, say)
    if not assessments:
        return Card(title=say.words("card.criteria.title", member=named), paragraphs=(say.say("card.criteria.none"),))
    criteria = tuple(each.criterion for each in assessments)
    return Card(
        title=say.words("card.criteria.title", member=named),
        tone=TONES[outlook],
        paragraphs=(say.say(f"card.criteria.outlook.{outlook.name.lower()}", year=str(year)),),
        fields=tuple(_fields(assessments, year, say)),
        picture=picture_of(member, criteria, figures, year=year, say=say),
    )


def _fields(assessments: tuple[Assessment, ...], year: int, say: Interpreter) -> Iterator[Field]:
    """Give a field for each criterion that the machine looks at, and one for all those that people judge."""
    for each in assessments:
        if each.showing is not Showing.JUDGED:
            told = tuple(span for sentence in _sentences(each, year, say) for span in (*sentence, " "))
            yield Field(name=each.criterion.title.in_language(say.language), value=told[:-1], wide=True)
    judged = [each.criterion for each in assessments if each.showing is Showing.JUDGED]
    if judged:
        titles = tuple(criterion.title.in_language(say.language) for criterion in judged)
        yield Field(name=say.words("card.criteria.judged"), value=(", ".join(titles),), wide=True)


def _sentences(assessment: Assessment, year: int, say: Interpreter) -> Iterator[Phrase]:
    """Say of one criterion: met or not, the figure with its year, the fall, the rule, the source."""
    criterion, figure = assessment.criterion, assessment.figure
    yield say.say("card.criteria.showing", showing=assessment.showing)
    if criterion.measure is None:
        yield say.say(f"card.criteria.rule.{criterion.basis.value}")
        if assessment.showing is Showing.UNKNOWN:
            yield say.say("card.criteria.not_recorded")
        return
    index = criterion.measure.index
    if figure is None:
        yield say.say("card.criteria.no_figure", index=index)
    else:
        yield say.say("card.criteria.figure", index=index, figure=figure_in_words(figure, say))
        if year - figure.year > criterion.measure.max_age:
            yield say.say("card.criteria.too_old", year=str(year))
    if assessment.fall is not None:
        yield fall_in_words(assessment.fall, say)
    yield say.say("card.criteria.rule", line=line_in_words(criterion.measure, say))
    if figure is not None:
        yield say.say("card.criteria.source", source=figure.source)


def line_in_words(measure: Measure, say: Interpreter) -> str:
    """Say which line figures must keep: its bounds, its words, the fall that the charter minds, and their age."""
    parts = [
        say.words(f"card.criteria.{bound}", score=say.decimal(value))
        for bound in ("at_least", "above", "at_most", "below")
        if (value := getattr(measure, bound)) is not None
    ]
    if measure.statuses:
        words_of_index = " / ".join(status_words(word, say) for word in measure.statuses)
        parts.append(say.words("card.criteria.status", statuses=words_of_index))
    if measure.trend is not None:
        fall, years = say.decimal(measure.trend.points), measure.trend.years
        parts.append(_plural("card.criteria.trend", years, say, points=fall))
    parts.append(_plural("card.criteria.age", measure.max_age, say))
    return ", ".join(parts)


def _plural(message_id: str, count: int, say: Interpreter, **facts: str) -> str:
    return words(say.say_count(message_id, count, **facts))


def figure_in_words(figure: Figure, say: Interpreter) -> str:
    """Say a figure with its year, and the index's word for it."""
    score, word = say.decimal(figure.score), status_words(figure.status, say)
    told = f"{score} ({word})" if word else score
    return say.words("card.criteria.in_year", figure=told, year=str(figure.year))


def fall_in_words(fall: Fall, say: Interpreter) -> Phrase:
    """Say a fall that the charter minds."""
    return say.say(
        "card.criteria.fell",
        points=say.decimal(fall.points),
        start=figure_in_words(fall.start, say),
        end=figure_in_words(fall.end, say),
    )


def movements_in_words(movements: Iterable[Movement], say: Interpreter) -> tuple[Phrase, ...]:
    """Say in what a member's standing has moved; what two criteria say of the same figure is said once."""
    return tuple(dict.fromkeys(_movement(each, say) for each in movements))


def _movement(moved: Movement, say: Interpreter) -> Phrase:
    now = _reading(str(moved.year), say.decimal(moved.score), moved.status, say)
    if moved.before_year is None or moved.before_score is None:
        return say.say("card.moved.found", index=moved.index, now=now)
    before = _reading(str(moved.before_year), say.decimal(moved.before_score), moved.before_status, say)
    match moved.turn:
        case Turn.FELL:
            points = say.decimal(SCALES[moved.index].worsening(moved.before_score, moved.score))
            return say.say("card.moved.fell", index=moved.index, now=now, before=before, points=points)
        case Turn.FAILED:
            return say.say("card.moved.failed", index=moved.index, now=now, before=before)
        case Turn.FOUND:
            return say.say("card.moved.found", index=moved.index, now=now)


def _reading(year: str, score: str, status: str, say: Interpreter) -> str:
    word = status_words(status, say)
    return say.words("card.criteria.in_year", figure=f"{score} ({word})" if word else score, year=year)
