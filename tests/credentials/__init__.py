"""Tests of what reads certificates."""
