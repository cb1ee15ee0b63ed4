"""Important and doable: everybody rates each item twice, and a picture shows what to start with and what to leave."""
