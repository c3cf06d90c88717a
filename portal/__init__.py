"""The web shell: wires every package, owns no business rule."""
