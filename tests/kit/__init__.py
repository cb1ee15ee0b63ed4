"""What tests are made of: a cast of people, a project to put them in, a server to kill."""
