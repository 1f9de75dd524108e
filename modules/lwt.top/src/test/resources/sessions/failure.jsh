int divide(int a, int b) {
  return a / b;
}
divide(4, 2)

divide(4,
  0)
divide(1, 1)
