"""Owns how a library is kept in order: tags, collections, and changes to many assets at once."""
