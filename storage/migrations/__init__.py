"""The schema's history, run by Alembic from ``storage.schema``."""
