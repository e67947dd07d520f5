"""Follow-up questions: each leads to the page that answers it, or says that none does yet."""
