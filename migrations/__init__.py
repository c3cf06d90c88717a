"""The history of the database's tables, one revision a change, named by date and subject."""
