"""MkDocs and ProperDocs as a host."""
