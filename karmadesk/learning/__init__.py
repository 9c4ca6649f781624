"""Pure rules of learning: intervals, clocks, completion, merge, scoring. No I/O."""
