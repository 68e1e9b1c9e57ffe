"""No input makes validate crash: random damage, and after it the reports still parse."""
