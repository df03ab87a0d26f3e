"""What is known of a home: evidence gathered under a permission, its use, baselines and shapes, files of homes."""
