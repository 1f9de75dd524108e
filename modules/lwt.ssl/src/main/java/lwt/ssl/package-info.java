/// TLS over descriptors and channels.
package lwt.ssl;
