/// TLS servers: this library's beside Netty's, both on the JDK's engine.
@NullMarked
package bench.tls;

import org.jspecify.annotations.NullMarked;
