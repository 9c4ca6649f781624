"""`learner.db`: one person's acts, their way to the servers, and what the servers said."""
