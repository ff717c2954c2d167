"""Every command of the house: declared once, parsed, resolved and handled here, whatever front it came through."""
