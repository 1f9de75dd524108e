/// The build step that makes log calls free when their level is off: [lwt.syntax.WeaveMain] weaves folders and jars,
/// [lwt.syntax.LogWeaver] a class.
///
/// @see "Lwt manual (December 2010), “The logging facility”"
package lwt.syntax;
