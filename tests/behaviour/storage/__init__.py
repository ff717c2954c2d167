"""One suite for the ports that storage fills, run on SQLite and PostgreSQL."""
