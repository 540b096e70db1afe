"""The rules of learning, as plain functions over plain values: no Flask, no SQLAlchemy, no clock."""
