// What an AOT cache for the toplevel is made from.
var name = "World"
LwtIo.printl("Hello, " + name + "!")
LwtUnix.sleep(Duration.ofMillis(1))
Promise<Integer> twice(int n) { return LwtUnix.sleep(Duration.ofMillis(1)).map(_ -> 2 * n); }
var number = twice(1)
spawn(() -> await(twice(20)) + 2)
record Point(int x, int y) {}
new Point(1, 2)
for (int i = 0; i < 3; i++) {
    await(LwtIo.printlf("%d", i));
}
unknown
