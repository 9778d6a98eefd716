"""How the product bears growth: generated reports in growing numbers, through the same path as real ones."""
