"""What a person types and sees. No rule of the platform lives here."""
