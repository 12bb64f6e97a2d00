"""How the tables of the book came to be, one revision a module; run by Alembic. Never edited once released."""
