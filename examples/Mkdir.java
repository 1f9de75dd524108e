import module lwt.unix;

/// Makes directories by a C function that may block: the manual's example of a job.
///
/// `gcc -shared -fPIC -o libmkdir.so examples/Mkdir.c`, then
/// `./lwt run examples/Mkdir.java ./libmkdir.so DIRECTORY…`
void main(String... arguments) {
    if (arguments.length < 2) {
        System.err.println("usage: ./lwt run examples/Mkdir.java LIBRARY DIRECTORY…");
        System.exit(2);
    }
    var library = new MkdirLibrary(Path.of(arguments[0]).toAbsolutePath());
    var names = List.of(arguments).subList(1, arguments.length);
    LwtMain.run(() -> LwtList.iterParallel(names, name -> Lwt.tryBind(
            () -> LwtUnix.runJob(new MkdirJob(library, name, 0777)),
            _ -> LwtIo.printl(name + ": made"),
            e -> LwtIo.printl(name + ": " + e.getMessage()))));
}

/// One call of `mkdir`, in its four phases.
static final class MkdirJob extends Job<Void> {
    private final MkdirLibrary library;
    private final MemorySegment job;

    /// On the loop's thread.
    MkdirJob(MkdirLibrary library, String name, int permissions) {
        this.library = library;
        try (var arena = Arena.ofConfined()) {
            job = (MemorySegment) library.create.invokeExact(arena.allocateFrom(name), permissions);
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
        if (job.equals(MemorySegment.NULL)) {
            throw new OutOfMemoryError("no memory for a job");
        }
    }

    /// On a worker's thread, while the loop goes on.
    @Override
    protected void run() {
        try {
            library.run.invokeExact(job);
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
    }

    /// On the loop's thread.
    @Override
    protected Void result() throws IOException {
        int error;
        try {
            error = (int) library.result.invokeExact(job);
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
        if (error != 0) {
            throw new IOException("mkdir failed with error " + error);
        }
        return null;
    }

    /// On the loop's thread, exactly once.
    @Override
    protected void free() {
        try {
            library.free.invokeExact(job);
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
    }
}

/// The functions of `Mkdir.c`.
@SuppressWarnings("restricted") // C is called
static final class MkdirLibrary {
    private final SymbolLookup symbols;
    final MethodHandle create;
    final MethodHandle run;
    final MethodHandle result;
    final MethodHandle free;

    MkdirLibrary(Path file) {
        symbols = SymbolLookup.libraryLookup(file, Arena.global());
        create = link("job_mkdir_new", FunctionDescriptor.of(ADDRESS, ADDRESS, INT));
        run = link("job_mkdir_run", FunctionDescriptor.ofVoid(ADDRESS));
        result = link("job_mkdir_result", FunctionDescriptor.of(INT, ADDRESS));
        free = link("job_mkdir_free", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private MethodHandle link(String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), type);
    }
}

static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;
static final MemoryLayout INT = ValueLayout.JAVA_INT;
