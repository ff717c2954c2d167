"""HTTP: the address that Slack calls in HTTP mode, and the bot's health."""
