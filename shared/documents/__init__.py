"""The documents that an accepted request gives, made anew at each download, always the same."""
