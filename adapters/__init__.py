"""The shell of Plenary: thin translators between a platform and the core."""
