"""Use cases by subject: plain functions over the ports that return what a view shows, or the Topic that changed."""
