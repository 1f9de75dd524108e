package lwt.unix;

/// The part of a system that a message to syslog comes from; see syslog(3).
///
/// @see "Lwt_log.syslog_facility (Lwt 2.2)"
public enum SyslogFacility {
    /// The kernel's messages.
    KERNEL(0),
    /// Programs of users; if in doubt, this one.
    USER(1),
    /// Mail.
    MAIL(2),
    /// Servers that have no facility of their own.
    DAEMON(3),
    /// Security and authorization.
    AUTH(4),
    /// The messages of syslog itself.
    SYSLOG(5),
    /// Printers.
    LPR(6),
    /// Usenet.
    NEWS(7),
    /// UUCP.
    UUCP(8),
    /// Clocks that start programs: cron and at.
    CRON(9),
    /// Security and authorization, not for everybody to read.
    AUTHPRIV(10),
    /// File transfer.
    FTP(11),
    /// Network time.
    NTP(12),
    /// The audit of a system.
    SECURITY(13),
    /// Alerts on the console.
    CONSOLE(14),
    /// For local use.
    LOCAL0(16),
    /// For local use.
    LOCAL1(17),
    /// For local use.
    LOCAL2(18),
    /// For local use.
    LOCAL3(19),
    /// For local use.
    LOCAL4(20),
    /// For local use.
    LOCAL5(21),
    /// For local use.
    LOCAL6(22),
    /// For local use.
    LOCAL7(23);

    private final int code;

    SyslogFacility(int code) {
        this.code = code;
    }

    /// The number at the beginning of a message.
    int priority(LogLevel level) {
        return code * 8 + level.severity;
    }
}
