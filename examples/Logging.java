import static lwt.direct.Direct.*;

import module lwt.unix;

/// Logs messages of a section of its own to the standard error output, one of them to the system's
/// log as well, and an exception with its trace.
///
/// `./lwt run examples/Logging.java [SYSLOG_SOCKET_PATH]`. The rules of `LWT_LOG` change nothing here,
/// as the program sets the level of its section itself.
void main(String... arguments) {
    if (arguments.length > 1) {
        System.err.println("usage: ./lwt run examples/Logging.java [SYSLOG_SOCKET_PATH]");
        System.exit(2);
    }
    var options = arguments.length == 0
            ? SyslogOptions.DEFAULT
            : SyslogOptions.DEFAULT.withPaths(Path.of(arguments[0]));
    LwtMain.run(() -> spawn(() -> logAll(options)));
}

static final Section SECTION = Section.make("test");

void logAll(SyslogOptions options) {
    SECTION.setLevel(LogLevel.INFO);
    await(LwtLog.log(SECTION, LogLevel.INFO, "this message will appear only on stderr"));
    await(LwtLog.info(SECTION, "same here"));

    var both = Logger.broadcast(LwtLog.defaultLogger(), Logger.syslog(SyslogFacility.USER, options));
    await(Lwt.catching(
            () -> both.log(SECTION, LogLevel.INFO, "this message will appear on stderr and in the system's log"),
            _ -> Lwt.unit())); // there is no daemon, as the logger has said

    try {
        f();
    } catch (IllegalStateException e) {
        await(LwtLog.error(SECTION, "f failed with", e));
    }
}

static void f() {
    g();
}

static void g() {
    h();
}

@SuppressWarnings("DoNotCallSuggester") // a failure to be logged is what this function is for
static void h() {
    throw new IllegalStateException("h gives up");
}
