"""The reference chat: the same commands and the same cards, in a plain terminal or a pipe."""
