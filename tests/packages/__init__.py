"""Tests of the readers of packages."""
