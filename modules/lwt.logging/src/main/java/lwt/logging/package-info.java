/// What the JDK finds and calls; see the module.
package lwt.logging;
