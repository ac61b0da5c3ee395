"""One worker process each: the same road, from one queue to another, by different libraries."""
