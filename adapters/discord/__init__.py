"""The Discord front: acknowledges, translates, dispatches and renders, and decides nothing."""
