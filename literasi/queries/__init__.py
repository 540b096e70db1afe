"""What people look at: one statement per part of a page, frozen dataclasses out."""
