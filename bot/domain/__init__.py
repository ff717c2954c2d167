"""Pure, synchronous rules of the house: values and ``now`` in, values and events out."""
