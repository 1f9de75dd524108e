// “Threads local storage”
Key<String> id = new Key<>()
Promise<Void> log(String message) {
  return LwtIo.printlf("%s: %s", id.get().orElse("main"), message);
}
Lwt.join(id.withValue("thread 1", () -> log("foo")), id.withValue("thread 2", () -> log("bar")))
log("baz")
