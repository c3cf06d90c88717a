"""The end of picture rights: announced to those who use a picture, then taken out of drafts."""
