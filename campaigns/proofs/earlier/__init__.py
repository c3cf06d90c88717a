"""Owns taking values over from an earlier ad of the same outlet."""
