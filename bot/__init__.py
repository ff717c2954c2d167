"""The core of Plenary: rules, motions, membership and the record, free of platform and database."""
