"""What a form is; loading it, with every fault. Knows no application."""
