"""The operator's terminal: ``plenary``. It needs no chat platform."""
