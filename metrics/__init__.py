"""What the team counts: one definition of every number, exact answers, no screen and no clock."""
