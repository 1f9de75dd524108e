package bench;

/// The program behind `./lwt bench`.
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        System.err.println("bench: no benchmark has landed yet");
        System.exit(2);
    }
}
