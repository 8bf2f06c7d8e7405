"""What the commands do once Django is loaded; the command line imports these modules only then."""
