"""JDC, ASSR, CEPC and AAC: which paper lies there, whose it is and of what day."""
