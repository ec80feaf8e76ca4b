"""What is stored and how it gets in. Knows no KPI and no screen."""
