"""Where Plenary keeps what happened: SQLModel rows, the unit of work and its one writer."""
