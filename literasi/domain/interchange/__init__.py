"""Questions on their way from and to other systems: Moodle's GIFT and Moodle's XML."""
