"""The kinds of fields: how each reads what the browser or a file sends."""
