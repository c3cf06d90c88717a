"""Sign-in, home by role, errors and health."""
