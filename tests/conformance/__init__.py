"""Our adapters against what others have made."""
