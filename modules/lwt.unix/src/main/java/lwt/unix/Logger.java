package lwt.unix;

import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// A destination of log messages.
///
/// [LwtLog] logs to the default one; a logger's own `log` methods log to it. A message is written
/// whole or not at all: its lines stay together, and canceling the promise of a logging function
/// only stops waiting for it.
///
/// A logger belongs to the loop on which it was made, which writes its messages. **Any thread** may
/// log: a message of another thread is handed over as by [LwtLog#post], and the promise is resolved
/// at once.
///
/// @see "Lwt manual (December 2010), “The logging facility”"
public final class Logger {
    /// Drops every message. Closing it does nothing.
    public static final Logger NULL = new Logger("null", null, _ -> Lwt.unit(), Lwt::unit);

    private final String name;
    private final @Nullable MainLoop home; // null if every thread may write by itself
    private final LogSink sink;
    private final ThrowingSupplier<? extends Promise<?>> closing;
    private volatile boolean closed;
    private @Nullable Promise<@Nullable Void> closeResult;

    Logger(String name, @Nullable MainLoop home, LogSink sink, ThrowingSupplier<? extends Promise<?>> closing) {
        this.name = name;
        this.home = home;
        this.sink = sink;
        this.closing = closing;
    }

    /* ---- Making loggers ---- */

    /// A logger of the program's own: `output` writes a message, `close` is called once, when the
    /// logger is closed.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public static Logger make(LogOutput output, ThrowingSupplier<? extends Promise<?>> close) {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(close, "close");
        return here("custom logger", message -> done(write(output, message)), close);
    }

    /// Writes to a channel, as [LogTemplate#CHANNEL] says.
    public static Logger channel(OutputChannel channel, CloseMode closeMode) {
        return channel(channel, closeMode, LogTemplate.CHANNEL);
    }

    /// Writes to a channel and flushes it after each message, whose lines look as `template` says.
    public static Logger channel(OutputChannel channel, CloseMode closeMode, LogTemplate template) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(template, "template");
        ThrowingSupplier<Promise<@Nullable Void>> close = closeMode == CloseMode.CLOSE ? channel::close : Lwt::unit;
        return here("channel logger", message -> write(channel, template, message), close);
    }

    /// Writes to a file, as [LogFileOptions#DEFAULT] says.
    public static Promise<Logger> file(Path path) {
        return file(path, LogFileOptions.DEFAULT);
    }

    /// Opens a file, which is made if there is none, and writes to it; closing the logger closes it.
    /// Fails with [UnixException] if the file cannot be opened.
    ///
    /// @throws IllegalArgumentException if the permissions are more than the lowest twelve bits
    /// @apiNote In 2.2 the permissions had no effect.
    /// @see "Lwt_log.file (Lwt 2.2)"
    public static Promise<Logger> file(Path path, LogFileOptions options) {
        StandardOpenOption how = options.append() ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        return LwtUnix.openFile(
                        path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, how), options.permissions())
                .map(file -> {
                    OutputChannel channel = OutputChannel.of(file);
                    return here(
                            "logger to " + path,
                            message -> write(channel, options.template(), message),
                            channel::close);
                });
    }

    /// Sends messages to syslog, as [SyslogOptions#DEFAULT] says.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public static Logger syslog(SyslogFacility facility) {
        return syslog(facility, SyslogOptions.DEFAULT);
    }

    /// Sends messages to the system's log daemon, each line as one packet. A line of more than 1,024
    /// bytes is cut, and ends with `<truncated>` then.
    ///
    /// The socket is opened for the first message, and again when the daemon was restarted. Logging
    /// fails with `ENOENT` if no socket works; why is told on standard error output, once until one
    /// does. The portable engine has no datagram sockets for this, which most daemons want.
    ///
    /// @see "Lwt_log.syslog (Lwt 2.2)"
    public static Logger syslog(SyslogFacility facility, SyslogOptions options) {
        Objects.requireNonNull(facility, "facility");
        Syslog syslog = new Syslog(facility, options);
        return here("syslog", syslog, syslog::close);
    }

    /// Sends messages to all of these. Fails as the first of them failed, after trying all. Closing
    /// it does not close them.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public static Logger broadcast(Logger... loggers) {
        return broadcast(List.of(loggers));
    }

    /// Sends messages to all of these, as [#broadcast(Logger...)].
    public static Logger broadcast(List<Logger> loggers) {
        List<Logger> all = List.copyOf(loggers);
        return here(
                "broadcast to " + all,
                message -> Lwt.join(
                        all.stream().map(logger -> logger.write(message)).toList()),
                Lwt::unit);
    }

    /// Sends each message to the logger that `choose` says. Closing it closes none of those.
    ///
    /// @see "Lwt_log.dispatch (Lwt 2.2)"
    public static Logger dispatch(BiFunction<? super Section, ? super LogLevel, Logger> choose) {
        Objects.requireNonNull(choose, "choose");
        return here(
                "dispatching logger",
                message -> Objects.requireNonNull(
                                choose.apply(message.section(), message.level()), "the logger that was chosen")
                        .write(message),
                Lwt::unit);
    }

    /// What a program logs to if it does not say otherwise: the standard error output of whichever
    /// thread logs. Where no loop runs, the thread writes by itself.
    static Logger standardError() {
        return new Logger(
                "standard error output",
                null,
                message -> {
                    if (MainLoop.running() != null) {
                        return write(LwtIo.stderr(), LogTemplate.CHANNEL, message);
                    }
                    LastResort.write(message);
                    return Lwt.unit();
                },
                Lwt::unit);
    }

    private static Logger here(String name, LogSink sink, ThrowingSupplier<? extends Promise<?>> close) {
        return new Logger(name, MainLoop.current(), sink, close);
    }

    /* ---- Logging ---- */

    /// Logs a message. Resolves when it is written; at once if the section does not show messages of
    /// this level. Fails with [LoggerClosedException], or as what the logger writes to fails.
    ///
    /// @see "Lwt_log.log (Lwt 2.2)"
    public Promise<@Nullable Void> log(Section section, LogLevel level, String message) {
        if (closed) {
            return Lwt.fail(new LoggerClosedException(name));
        }
        return section.shows(level) ? write(LogMessage.of(section, level, message)) : Lwt.unit();
    }

    /// Logs a message and an exception: its description follows the message, its trace is below.
    public Promise<@Nullable Void> log(Section section, LogLevel level, String message, Throwable exception) {
        if (closed) {
            return Lwt.fail(new LoggerClosedException(name));
        }
        return section.shows(level) ? write(LogMessage.of(section, level, message, exception)) : Lwt.unit();
    }

    /// Logs a message made by [String#format(String, Object...)], which is not called if the message
    /// is not shown. If the last argument is an exception that the format does not use, it is logged
    /// as an exception. If format and arguments do not fit together, they are logged as they are.
    ///
    /// @see "Lwt_log.log_f (Lwt 2.2)"
    public Promise<@Nullable Void> log(Section section, LogLevel level, String format, @Nullable Object... arguments) {
        if (closed) {
            return Lwt.fail(new LoggerClosedException(name));
        }
        return section.shows(level) ? write(LogMessage.format(section, level, format, arguments)) : Lwt.unit();
    }

    /// Logs the message that `message` gives, which is not called if it is not shown. Fails with what
    /// that throws.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public Promise<@Nullable Void> log(Section section, LogLevel level, Supplier<String> message) {
        if (closed) {
            return Lwt.fail(new LoggerClosedException(name));
        }
        if (!section.shows(level)) {
            return Lwt.unit();
        }
        String text;
        try {
            text = message.get();
        } catch (RuntimeException e) {
            return Lwt.fail(e);
        }
        return write(LogMessage.of(section, level, text));
    }

    /// Has the message written, by this thread or by the loop that it belongs to.
    Promise<@Nullable Void> write(LogMessage message) {
        if (home == null || home.loop.isCurrent()) {
            return output(message);
        }
        home.log().post(this, message);
        return Lwt.unit();
    }

    /// Has the message written, not by this call.
    void post(LogMessage message) {
        MainLoop loop = home == null ? MainLoop.running() : home;
        if (loop == null) {
            LastResort.write(message);
        } else {
            loop.log().post(this, message);
        }
    }

    private Promise<@Nullable Void> output(LogMessage message) {
        if (closed) {
            return Lwt.fail(new LoggerClosedException(name));
        }
        Promise<@Nullable Void> output;
        try {
            output = sink.write(message);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return Lwt.fail(e);
        }
        return output.isSleeping() ? MainLoop.current().log().track(output).shielded() : output;
    }

    private static Promise<@Nullable Void> write(OutputChannel channel, LogTemplate template, LogMessage message) {
        String text = template.render(message);
        return text.isEmpty() ? Lwt.unit() : channel.write(text).then(channel::flush);
    }

    private static Promise<?> write(LogOutput output, LogMessage message) throws Throwable {
        LogLocation location = message.location();
        ThrowingSupplier<Promise<?>> call = () -> output.write(message.section(), message.level(), message.lines());
        return location == null ? call.get() : LogLocation.KEY.withValue(location, call::get);
    }

    private static Promise<@Nullable Void> done(Promise<?> promise) {
        return promise.bind(_ -> Lwt.unit());
    }

    /* ---- Closing ---- */

    /// Closes the logger: logging to it fails with [LoggerClosedException] from now on. Resolves when
    /// what it writes to is closed; for some kinds there is nothing to close. Closing again returns
    /// the same promise.
    ///
    /// @throws IllegalStateException on another thread than that of the loop that it was made on
    /// @see "Lwt_log.close (Lwt 2.2)"
    public Promise<@Nullable Void> close() {
        if (this == NULL) {
            return Lwt.unit();
        }
        if (home != null) {
            home.checkCaller("a logger");
        }
        closed = true;
        Promise<@Nullable Void> result = closeResult;
        if (result == null) {
            result = Lwt.<Object, @Nullable Void>apply(_ -> done(closing.get()), "");
            closeResult = result;
        }
        return result;
    }

    /// Whether [#close] was called. **Any thread.**
    public boolean isClosed() {
        return closed;
    }

    /// What messages call it.
    @Override
    public String toString() {
        return name;
    }
}
