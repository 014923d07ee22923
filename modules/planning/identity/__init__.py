"""Who may do what: policy documents and who needs them."""
