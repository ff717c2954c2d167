"""Copies of the whole record in one file each, and the way back from such a file.

A backup is an SQLite file of its maker's schema, whichever engine the record lives on: every row of every table as one
transaction sees them, leases excepted, with a mark that says when it was made and a seal over its contents. It is
proven whole before it gets its name, and again before anything is read back from it.
"""
