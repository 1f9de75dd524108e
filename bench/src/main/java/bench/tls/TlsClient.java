package bench.tls;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The main class of the load's JVM: `TlsClient PORT CONNECTIONS SIZE WARM MEASURED SERVER`. A thread and a
/// socket of the JDK for each connection; prints messages a second, and the server's CPU time per message
/// in microseconds.
public final class TlsClient {
    private TlsClient() {}

    /// Loads a server.
    ///
    /// @param arguments port, connections, bytes of a message, seconds of warming up and of measuring, and
    /// the server's process
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[5])).orElseThrow();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        LongAdder messages = new LongAdder();
        for (int i = 0; i < connections; i++) {
            Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().start(() -> load(socket, size, messages));
        }
        Thread.sleep(seconds(arguments[3]));
        long before = messages.sum();
        long cpuBefore = cpu(server);
        long start = System.nanoTime();
        Thread.sleep(seconds(arguments[4]));
        long count = messages.sum() - before;
        long cpu = cpu(server) - cpuBefore;
        double took = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%.1f\t%.3f%n", count / took, cpu / 1e3 / count);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis((long) (1000 * Double.parseDouble(text)));
    }

    private static long cpu(ProcessHandle server) {
        return server.info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void load(Socket socket, int size, LongAdder messages) {
        byte[] message = new byte[size];
        byte[] back = new byte[size];
        try {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            while (true) {
                out.write(message);
                if (in.readNBytes(back, 0, size) < size) {
                    throw new IllegalStateException("the server ended");
                }
                messages.increment();
            }
        } catch (Exception e) {
            System.err.println(e);
            Runtime.getRuntime().halt(1);
        }
    }

    /// The load is to measure the server's work, not the client's.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
