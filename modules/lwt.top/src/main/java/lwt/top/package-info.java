/// The toplevel: JShell with promises.
package lwt.top;
