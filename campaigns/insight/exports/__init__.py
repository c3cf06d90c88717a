"""Owns what leaves for BI: the contract, pseudonyms, and files cut to a scope."""
