"""The words that options of few values accept, in each language. A word that is not here is never guessed at."""

from collections.abc import Mapping
from typing import Final

from bot.domain.ballot import Choice
from bot.domain.chairing import Office
from bot.domain.credentials import Role
from bot.domain.phases import Phase

BALLOT_WORDS: Final[Mapping[str, Choice]] = {
    word: choice
    for choice, accepted in {
        Choice.YES: ("yes", "y", "aye", "for", "in favour", "oui", "pour"),
        Choice.NO: ("no", "n", "nay", "against", "non", "contre"),
        Choice.ABSTAIN: ("abstain", "abstention", "abstaining", "s'abstenir", "abstenir"),
    }.items()
    for word in accepted
}

YES_NO_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("yes", "y", "true", "oui", "vrai"), True),
    **dict.fromkeys(("no", "n", "false", "non", "faux"), False),
}

PHASE_WORDS: Final[Mapping[str, Phase]] = {phase.value: phase for phase in Phase}

OFFICE_WORDS: Final[Mapping[str, Office]] = {
    **dict.fromkeys(("chair", "présidence", "presidence"), Office.CHAIR),
    **dict.fromkeys(("vice-chair", "vice chair", "vice", "vice-présidence", "vice-presidence"), Office.VICE_CHAIR),
}

ROLE_WORDS: Final[Mapping[str, Role]] = {
    word: role
    for role, accepted in {
        Role.HEAD: ("head", "head of delegation", "chef", "cheffe"),
        Role.DELEGATE: ("delegate", "délégué", "déléguée"),
        Role.ALTERNATE: ("alternate", "suppléant", "suppléante"),
        Role.POLITICAL_DIRECTOR: ("political-director", "political director", "directeur politique"),
        Role.OBSERVER: ("observer", "observateur", "observatrice"),
    }.items()
    for word in accepted
}
"""The roles of a delegation; officers and reviewers are credentialed from the terminal."""

AUTOMATIC: Final = "auto"
"""Takes a person's own choice back."""

LANGUAGE_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("en", "english", "anglais"), "en"),
    **dict.fromkeys(("fr", "french", "français", "francais"), "fr"),
    AUTOMATIC: "",
}
"""The languages of the house; empty for that of the front, or of the alliance."""
