"""Owns assets, their renditions, rights and uses."""
