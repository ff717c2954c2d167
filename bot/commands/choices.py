"""The words that options of few values accept, in each language. A word that is not here is never guessed at."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.commands.export.forms import Export, FileForm
from bot.commands.registry import OptionType
from bot.domain.authorisations import ParliamentaryDecision
from bot.domain.ballot import Choice
from bot.domain.chairing import Office
from bot.domain.credentials import Role
from bot.domain.findings import Finding
from bot.domain.level import Level
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.review import Verdict

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

FINDING_WORDS: Final[Mapping[str, Finding]] = {
    **dict.fromkeys(("meets", "satisfait"), Finding.MEETS),
    **dict.fromkeys(("at risk", "at-risk", "à risque", "a risque"), Finding.AT_RISK),
    **dict.fromkeys(("fails", "ne satisfait pas"), Finding.FAILS),
}

VERDICT_WORDS: Final[Mapping[str, Verdict]] = {
    **{word: Verdict(finding.value) for word, finding in FINDING_WORDS.items()},
    **dict.fromkeys(("withdrawn", "withdraw", "retiré", "retire"), Verdict.WITHDRAWN),
}

STATUS_WORDS: Final[Mapping[str, Status]] = {
    **{status.value: status for status in Status},
    **dict.fromkeys(("candidat", "candidate"), Status.CANDIDATE),
    "actif": Status.ACTIVE,
    "suspendu": Status.SUSPENDED,
    "refusé": Status.REFUSED,
    "expiré": Status.EXPIRED,
    "retiré": Status.WITHDRAWN,
}

DECISION_WORDS: Final[Mapping[str, ParliamentaryDecision]] = {
    **dict.fromkeys(("given", "give", "yes", "donnée", "donnee", "accordée", "accordee"), ParliamentaryDecision.GIVEN),
    **dict.fromkeys(("refused", "refuse", "no", "refusée", "refusee"), ParliamentaryDecision.REFUSED),
    **dict.fromkeys(("withdrawn", "withdraw", "retirée", "retiree"), ParliamentaryDecision.WITHDRAWN),
    **dict.fromkeys(("not required", "not-required", "non requise"), ParliamentaryDecision.NOT_REQUIRED),
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

LEVEL_WORDS: Final[Mapping[str, Level]] = {
    word: level
    for level, accepted in {
        Level.PERMANENT_REPRESENTATIVES: (
            "permanent-representatives",
            "permanent representatives",
            "représentants permanents",
            "representants permanents",
        ),
        Level.POLITICAL_DIRECTORS: ("political-directors", "political directors", "directeurs politiques"),
        Level.MINISTERS: ("ministers", "ministres"),
        Level.SUMMIT: ("summit", "leaders", "leaders' summit", "leaders’ summit", "sommet", "dirigeants"),
    }.items()
    for word in accepted
}

AUTOMATIC: Final = "auto"
"""Takes a person's own choice back."""

LANGUAGE_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("en", "english", "anglais"), "en"),
    **dict.fromkeys(("fr", "french", "français", "francais"), "fr"),
    AUTOMATIC: "",
}
"""The languages of the house; empty for that of the front, or of the alliance."""

EXPORT_WORDS: Final[Mapping[str, Export]] = {
    **{export.value: export for export in Export},
    **dict.fromkeys(("votes", "scrutins"), Export.POPOLO),
    "membres": Export.MEMBERS,
    "mandats": Export.TERMS,
    "engagements": Export.COMMITMENTS,
    "autorisations": Export.AUTHORISATIONS,
    **dict.fromkeys(("roll calls", "appels nominaux", "appels-nominaux"), Export.ROLL_CALLS),
    "calendrier": Export.CALENDAR,
}

FORM_WORDS: Final[Mapping[str, FileForm]] = {form.value: form for form in FileForm}

WORDS: Final[Mapping[OptionType, Mapping[str, object]]] = {
    OptionType.YES_NO: YES_NO_WORDS,
    OptionType.PHASE: PHASE_WORDS,
    OptionType.OFFICE: OFFICE_WORDS,
    OptionType.FINDING: FINDING_WORDS,
    OptionType.VERDICT: VERDICT_WORDS,
    OptionType.STATUS: STATUS_WORDS,
    OptionType.ROLE: ROLE_WORDS,
    OptionType.LANGUAGE: LANGUAGE_WORDS,
    OptionType.DECISION: DECISION_WORDS,
    OptionType.LEVEL: LEVEL_WORDS,
    OptionType.EXPORT: EXPORT_WORDS,
    OptionType.FORM: FORM_WORDS,
}
"""The words of each type of option that takes one of a few; a ballot's are apart, and refused in their own way."""

TOLD: Final[Mapping[OptionType, Mapping[str, tuple[str, ...]]]] = {
    OptionType.YES_NO: {"en": ("yes", "no"), "fr": ("oui", "non")},
    OptionType.OFFICE: {"en": ("chair", "vice-chair"), "fr": ("présidence", "vice-présidence")},
    OptionType.FINDING: {"en": ("meets", "at risk", "fails"), "fr": ("satisfait", "à risque", "ne satisfait pas")},
    OptionType.VERDICT: {
        "en": ("meets", "at risk", "fails", "withdrawn"),
        "fr": ("satisfait", "à risque", "ne satisfait pas", "retiré"),
    },
    OptionType.STATUS: {
        "en": tuple(status.value for status in Status),
        "fr": ("candidat", "actif", "suspendu", "refusé", "expiré", "retiré"),
    },
    OptionType.DECISION: {
        "en": ("given", "refused", "withdrawn", "not required"),
        "fr": ("donnée", "refusée", "retirée", "non requise"),
    },
    OptionType.ROLE: {
        "en": ("head", "delegate", "alternate", "political-director", "observer"),
        "fr": ("chef", "délégué", "suppléant", "directeur politique", "observateur"),
    },
    OptionType.EXPORT: {
        "en": tuple(export.value for export in Export),
        "fr": (
            "motions",
            "appels nominaux",
            "membres",
            "mandats",
            "contributions",
            "engagements",
            "autorisations",
            "popolo",
            "calendrier",
            "journal",
        ),
    },
    OptionType.LEVEL: {
        "en": tuple(level.value for level in Level),
        "fr": ("représentants permanents", "directeurs politiques", "ministres", "sommet"),
    },
}
"""The words that a refusal tells, one for each value, in the reader's language; a type that is not here has one set."""

SETS: Final[Mapping[OptionType, tuple[StrEnum, ...]]] = {
    OptionType.BALLOT: tuple(Choice),
    OptionType.PHASE: tuple(Phase),
    OptionType.OFFICE: tuple(Office),
    OptionType.FINDING: tuple(Finding),
    OptionType.VERDICT: tuple(Verdict),
    OptionType.STATUS: tuple(Status),
    OptionType.DECISION: tuple(ParliamentaryDecision),
    OptionType.ROLE: tuple(dict.fromkeys(ROLE_WORDS.values())),
    OptionType.LEVEL: tuple(Level),
    OptionType.EXPORT: tuple(Export),
    OptionType.FORM: tuple(FileForm),
}
"""What fronts offer to choose from, by the type of the option; each has its name in the catalogues."""
