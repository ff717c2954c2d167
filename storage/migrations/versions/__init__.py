"""One module a revision, never edited once it has been released."""
