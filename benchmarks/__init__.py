"""Speed is measured here, as ratios to a peer or a physical limit in the same run, and asserted nowhere."""
