"""The tests: one room for each room of src/mscref, and the rules of the house."""
