"""Who does the parts of a stage: copies of this process, any executor, or the workers of a cluster."""
