import module lwt.unix;

/// Is notified by a thread of C, while it sleeps in the loop.
///
/// `gcc -shared -fPIC -pthread -o libticks.so examples/NativeTicks.c`, then
/// `./lwt run examples/NativeTicks.java ./libticks.so COUNT`
void main(String... arguments) {
    if (arguments.length != 2 || !arguments[1].matches("[1-9]\\d{0,5}")) {
        System.err.println("usage: ./lwt run examples/NativeTicks.java LIBRARY COUNT");
        System.exit(2);
    }
    int count = Integer.parseInt(arguments[1]);
    int[] ticks = {0};
    Resolver<Void> last = Lwt.waiter();
    Notification tick = LwtUnix.makeNotification(() -> {
        ticks[0]++;
        Lwt.async(() -> LwtIo.printl("tick " + ticks[0]));
        if (ticks[0] == count) {
            last.wakeup(null);
        }
    });
    start(Path.of(arguments[0]).toAbsolutePath(), count, tick.nativeSender(Arena.global()));
    LwtMain.run(last.promise());
}

@SuppressWarnings("restricted") // C is called
void start(Path library, int count, MemorySegment send) {
    var function = SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("start_ticks");
    var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    int error;
    try {
        error = (int) Linker.nativeLinker().downcallHandle(function, type).invokeExact(count, send);
    } catch (Throwable e) {
        throw new AssertionError("C throws nothing", e);
    }
    if (error != 0) {
        throw new IllegalStateException("no thread could be started, error " + error);
    }
}
