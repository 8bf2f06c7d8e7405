"""Lists taken out of the system: masked unless asked otherwise, recorded, marked, and large ones by two people."""
