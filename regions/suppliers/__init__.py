"""Owns suppliers: printers, mail houses and agencies that fulfil order lines."""
