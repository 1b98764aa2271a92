"""The KPIs of the role, K4 to K8, K11 and K12, each as one pure function with its exact definition."""
