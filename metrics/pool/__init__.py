"""The shared incentive pool: a plan, results and payees in, a calculation tree out. Pure."""
