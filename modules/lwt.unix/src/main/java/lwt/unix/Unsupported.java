package lwt.unix;

/// How calls fail that the platform or the engine lacks.
final class Unsupported {
    private Unsupported() {}

    /// That the portable engine lacks this call. `instead` says what to do, such as `"use read"`.
    static UnsupportedOperationException onPortableEngine(String function, String instead) {
        return new UnsupportedOperationException(
                function + " is not available with the portable engine (java.nio) on " + platform() + ": " + instead);
    }

    /// That this system lacks this call. `instead` says what to do.
    static UnsupportedOperationException onThisSystem(String function, String instead) {
        return new UnsupportedOperationException(function + " is not available on " + platform() + ": " + instead);
    }

    /// Refuses a call that only the C library has, if the engine of the current loop does not call
    /// that.
    static void checkNative(String function, String instead) {
        if (!MainLoop.current().calls().isNative()) {
            throw onPortableEngine(function, instead);
        }
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
