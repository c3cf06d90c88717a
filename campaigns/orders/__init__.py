"""Owns price lists, baskets, orders and order lines."""
