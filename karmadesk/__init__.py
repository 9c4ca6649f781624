"""KarmaDesk: learn where there is no link, and have it counted once when there is one."""

__version__ = "0.1.0"
