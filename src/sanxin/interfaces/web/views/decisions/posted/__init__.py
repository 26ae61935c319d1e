"""What hangs on the wall and is handed out: notices, papers, the rules in force."""
