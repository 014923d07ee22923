"""The EKS control plane and who may use it."""
