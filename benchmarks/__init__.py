"""What is measured, and against whom; nothing here is part of the program."""
