"""Owns partners and their outlets, the master data of every ad."""
