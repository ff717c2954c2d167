"""The crash harness: `plenary run` is killed at random instants, again and again, and must lose and double nothing.

The bot is a process of its own on a real database; the local Slack and Discord outlive it. Delegates vote, twins of
one state at the same instant, while answers are late, lost or failures. Afterwards the journal, the tables and what
stands in the channels are held against what people were told.
"""
