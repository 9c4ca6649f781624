"""The hub's doors: what arrives over HTTP, one module a subject."""
