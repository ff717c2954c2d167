"""Names in the languages of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A name in the two languages of the house."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        """Give the name in ``language``, English where there is none."""
        return self.fr if language == "fr" else self.en
