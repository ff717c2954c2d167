"""HTTP: the address that Slack calls in HTTP mode, whether the bot is alive and ready, and its metrics."""
