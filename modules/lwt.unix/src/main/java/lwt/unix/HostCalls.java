package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// The C library's calls that look names up. All may wait, for a file or for a name server. Those
/// that end in `_r` return an error number themselves, 0 if all is well. See man pages, section 3.
final class HostCalls extends NativeCalls {
    // @formatter:off
    private static final class GetHostName {
        static final MethodHandle CALL = link("gethostname", of(JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class GetHostByName {
        static final MethodHandle CALL =
                link("gethostbyname_r", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    private static final class GetHostByAddr {
        static final MethodHandle CALL = link(
                "gethostbyaddr_r",
                of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    private static final class GetServByName {
        static final MethodHandle CALL =
                link("getservbyname_r", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GetServByPort {
        static final MethodHandle CALL =
                link("getservbyport_r", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GetProtoByName {
        static final MethodHandle CALL =
                link("getprotobyname_r", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GetProtoByNumber {
        static final MethodHandle CALL =
                link("getprotobynumber_r", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GetAddrInfo {
        static final MethodHandle CALL = link("getaddrinfo", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    }

    private static final class FreeAddrInfo {
        static final MethodHandle CALL = link("freeaddrinfo", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private static final class GetNameInfo {
        static final MethodHandle CALL =
                link("getnameinfo", of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private static final class GaiStrError {
        static final MethodHandle CALL = link("gai_strerror", of(ADDRESS, JAVA_INT));
    }
    // @formatter:on

    int gethostname(MemorySegment name, long length) {
        try {
            return result((int) GetHostName.CALL.invokeExact(state, name, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int gethostbyname(
            MemorySegment name, MemorySegment entry, MemorySegment buffer, MemorySegment found, MemorySegment error) {
        try {
            return (int) GetHostByName.CALL.invokeExact(state, name, entry, buffer, buffer.byteSize(), found, error);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int gethostbyaddr(
            MemorySegment address,
            int family,
            MemorySegment entry,
            MemorySegment buffer,
            MemorySegment found,
            MemorySegment error) {
        try {
            int length = (int) address.byteSize();
            return (int) GetHostByAddr.CALL.invokeExact(
                    state, address, length, family, entry, buffer, buffer.byteSize(), found, error);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `protocol` may be `NULL`: any.
    int getservbyname(
            MemorySegment name,
            MemorySegment protocol,
            MemorySegment entry,
            MemorySegment buffer,
            MemorySegment found) {
        try {
            return (int) GetServByName.CALL.invokeExact(state, name, protocol, entry, buffer, buffer.byteSize(), found);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `port` is in network order; `protocol` may be `NULL`: any.
    int getservbyport(
            int port, MemorySegment protocol, MemorySegment entry, MemorySegment buffer, MemorySegment found) {
        try {
            return (int) GetServByPort.CALL.invokeExact(state, port, protocol, entry, buffer, buffer.byteSize(), found);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getprotobyname(MemorySegment name, MemorySegment entry, MemorySegment buffer, MemorySegment found) {
        try {
            return (int) GetProtoByName.CALL.invokeExact(state, name, entry, buffer, buffer.byteSize(), found);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getprotobynumber(int number, MemorySegment entry, MemorySegment buffer, MemorySegment found) {
        try {
            return (int) GetProtoByNumber.CALL.invokeExact(state, number, entry, buffer, buffer.byteSize(), found);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Returns 0 or an `EAI_` number.
    int getaddrinfo(MemorySegment host, MemorySegment service, MemorySegment hints, MemorySegment found) {
        try {
            return (int) GetAddrInfo.CALL.invokeExact(state, host, service, hints, found);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    void freeaddrinfo(MemorySegment list) {
        try {
            FreeAddrInfo.CALL.invokeExact(state, list);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Returns 0 or an `EAI_` number.
    int getnameinfo(MemorySegment address, int length, MemorySegment host, MemorySegment service, int flags) {
        try {
            return (int) GetNameInfo.CALL.invokeExact(
                    state, address, length, host, (int) host.byteSize(), service, (int) service.byteSize(), flags);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// What an `EAI_` number means.
    String text(int error) {
        try {
            return text((MemorySegment) GaiStrError.CALL.invokeExact(state, error));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- What the pointers in the results point to ---- */

    /// The memory at this address, of this length.
    @SuppressWarnings("restricted") // the library says that so much is there
    static MemorySegment at(MemorySegment pointer, long length) {
        return pointer.reinterpret(length);
    }

    static String text(MemorySegment pointer) {
        return at(pointer, Long.MAX_VALUE).getString(0);
    }

    /// The pointers of an array that ends with `NULL`.
    static List<MemorySegment> pointers(MemorySegment array) {
        List<MemorySegment> pointers = new ArrayList<>();
        MemorySegment memory = at(array, Long.MAX_VALUE);
        for (long i = 0; ; i++) {
            MemorySegment pointer = memory.getAtIndex(ADDRESS, i);
            if (pointer.address() == 0) {
                return pointers;
            }
            pointers.add(pointer);
        }
    }

    static List<String> texts(MemorySegment array) {
        return pointers(array).stream().map(HostCalls::text).toList();
    }
}
