"""The embedded hub: a small learning server of its own, a stranger to every other room (docs/hub.md)."""
