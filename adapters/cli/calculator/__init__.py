"""What stands behind ``plenary decide``: a line read, its roll call decided, and the answer written."""
