var fine = true

int wrong =
  fine;
fine
