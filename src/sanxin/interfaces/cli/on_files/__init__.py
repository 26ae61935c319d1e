"""Commands on files: no Django, no database."""
