"""What runs Guichet elsewhere, checked without running it there: images, clusters, units."""
