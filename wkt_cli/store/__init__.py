"""What is kept between commands: settings, secrets, state."""
