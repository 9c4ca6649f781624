"""Lists: rows as frozen values, one model, one delegate that paints them, one view for mouse and keyboard."""
