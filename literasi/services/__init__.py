"""What people do: one function per thing. Services flush; only ``transaction()`` commits."""
