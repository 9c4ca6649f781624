"""Chaos: laptops that are killed, a server that breaks answers, and an oracle that counts what became of every act."""
