"""Files of strangers, before any check opens them, and the harmless copy that is shown."""
