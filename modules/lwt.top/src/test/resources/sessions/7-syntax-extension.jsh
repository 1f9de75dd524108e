// “The syntax extension”: `lwt x = f () and y = g () in …` at top level
Promise<Integer> f() { return LwtMain.yieldNow().map(_ -> 1); }
Promise<Integer> g() { return LwtMain.yieldNow().map(_ -> 2); }
var both = awaitBoth(f(), g())
both.first() + both.second()
var sum = 0
for (int i = 0; i < 10; i++) {
  int value = await(f());
  sum += value;
}
sum
try {
  await(Lwt.fail(new Exception("oh")));
} catch (Exception failure) {
  System.out.println("caught " + failure.getMessage());
} finally {
  System.out.println("at last");
}
