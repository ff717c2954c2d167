"""The words that options of few values accept, in each language. A word that is not here is never guessed at."""

from collections.abc import Mapping
from typing import Final

from bot.domain.ballot import Choice
from bot.domain.chairing import Office
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
