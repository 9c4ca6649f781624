"""Certificates as they come from servers: read, and believed only as far as they are harmless."""
