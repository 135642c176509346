"""Every field of an activity: one table, how its values are shown and read, and how they are put into words."""
