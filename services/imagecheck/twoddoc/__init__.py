"""The signed DataMatrix of French documents: what it says, and who vouches for it."""
