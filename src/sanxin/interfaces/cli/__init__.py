"""The command line. Commands on files need no database."""
