"""Documents, photos and signatures of fictitious people, drawn by our own code."""
