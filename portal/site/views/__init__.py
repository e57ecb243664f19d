"""Pages that show several stages together, and those of the site itself."""
