"""Who has the editor of an ad open right now."""
