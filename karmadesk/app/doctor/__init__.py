"""The doctor: looks at one installation without changing it, and says what is wrong and what to do."""
