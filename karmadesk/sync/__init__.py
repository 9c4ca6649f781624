"""What speaks with servers: adapters, the machine that sends and pulls, sign-in, downloads, the link."""
