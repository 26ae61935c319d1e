"""Papers: what an office prints and people sign, written once and set in PDF and in Word."""
