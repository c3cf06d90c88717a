"""Owns the organisation tree of company, country, region and district."""
