int deep(int n) { return n == 0 ? 0 : 1 + deep(n - 1); }
deep(10)
String overflow() { try { return "" + deep(100_000_000); } catch (StackOverflowError e) { return "too deep"; } }
overflow()
await(Lwt.of(1).map(x -> x + 1))
