/// The conformance interpreter: runs scenarios on this library and prints what happened, in the
/// form in which the traces of the original were recorded.
///
/// Nothing is exported: it is a program (`./lwt oracle`) and the corpus test beside it.
@org.jspecify.annotations.NullMarked
module conformance {
    requires static org.jspecify;
    requires lwt.react;
}
