"""Every field of an activity.

One table, how its values are shown and read, and how they are put into words.
"""
