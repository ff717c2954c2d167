"""What people see, free of any platform: a card, and how each thing of the domain becomes one."""
