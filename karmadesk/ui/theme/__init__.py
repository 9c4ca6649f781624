"""How everything looks: colours, type, space, icons. No other room of the window names a colour."""
