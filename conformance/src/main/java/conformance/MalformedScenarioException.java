package conformance;

/// A scenario that does not follow the format: says in which line of the input, and what is wrong.
final class MalformedScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    MalformedScenarioException(int line, String problem) {
        this.message = "line " + line + ": " + problem;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
