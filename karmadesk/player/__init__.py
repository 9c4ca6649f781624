"""Media engines behind `ports.Player`: VLC, Qt Multimedia, and a dummy on an injected clock."""
