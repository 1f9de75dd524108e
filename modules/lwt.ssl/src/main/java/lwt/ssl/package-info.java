/// TLS over descriptors and channels.
///
/// [lwt.ssl.LwtSsl] does handshakes, [lwt.ssl.SslSocket] is what they result in; an
/// [lwt.ssl.SslContext] says what a client or a server demands and offers. Everything is called on the
/// loop's thread that made it, but contexts, identities and [lwt.ssl.Pem] by any thread.
package lwt.ssl;
