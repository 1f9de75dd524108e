/// The build step that makes log calls free when their level is off.
package lwt.syntax;
