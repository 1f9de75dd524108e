// “Primitives for thread composition”
var keyboard = LwtIo.pipe()
var program = keyboard.input().readLine().bind(line -> LwtIo.printlf("You typed \"%s\"", line))
program.state()
keyboard.output().writeLine("hello")
program
class Exit extends Exception {}
Lwt.catching(() -> Lwt.<String>fail(new Exit()), failure -> Lwt.of("caught"))
Lwt.catching(() -> { throw new Exit(); }, failure -> Lwt.of("caught too"))
