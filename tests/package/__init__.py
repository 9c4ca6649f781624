"""The packages: what goes in, what may not, and how they are packed. The whole build runs in `test-all` only."""
