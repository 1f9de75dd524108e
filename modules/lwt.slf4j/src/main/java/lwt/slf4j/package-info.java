/// What SLF4J finds and calls; see the module.
package lwt.slf4j;
