"""Carried files: what is sealed, signed and laid on a drive, and how it is opened; docs/carry.md has the format."""
