"""What a group of learners gained, as numbers: from their tests to every published figure."""
