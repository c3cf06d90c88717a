"""The keeping of assets: their rights, their versions, who they belong to, who takes them out."""
